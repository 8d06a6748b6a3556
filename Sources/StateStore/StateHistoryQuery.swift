package import JSONText

/// Which entries of a state's history somebody asks for.
package struct StateHistoryQuery: Sendable, Equatable {
    /// Only what changed this place, something inside of it, or something around it.
    package var path: JSONPointer
    /// At most so many.
    package var limit: Int
    /// Only what was made at this time or later, in milliseconds since 1970.
    package var since: Int64?
    /// Only older versions than this one.
    package var before: Int64?

    package init(path: JSONPointer = .root, limit: Int = 20, since: Int64? = nil, before: Int64? = nil) {
        self.path = path
        self.limit = limit
        self.since = since
        self.before = before
    }

    /// The entry with the changes that are asked for; nil when it has none of them.
    package func selection(from entry: StateHistoryEntry) -> StateHistoryEntry? {
        guard !path.tokens.isEmpty else { return entry }
        let changes = entry.changes.compactMap { $0.seen(from: path) }
        guard !changes.isEmpty else { return nil }
        return StateHistoryEntry(
            version: entry.version, time: entry.time, turn: entry.turn, cause: entry.cause, changes: changes)
    }

    /// Whether a patch can have changed the place.
    func mayConcern(_ patch: StatePatch) -> Bool {
        patch.operations.contains { operation in
            zip(operation.path.tokens, path.tokens).allSatisfy { $0 == "-" || JSONKey($0) == JSONKey($1) }
        }
    }
}
