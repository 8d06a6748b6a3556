import FuzzSupport
import JSONText
import StateStore

/// The journal of the sandbox `a` in a store of its own.
///
/// A line that begins with `s` is a snapshot, its document and behind a tab what expires; one with `t` is the time of the rows behind
/// it; one with `p` removes all versions but so many; every other line is the patch of a row.
struct Journal {
    private let store = MemoryStateStore()

    func fill(from input: inout FuzzInput) async {
        var version: Int64 = 0
        var time: Int64 = 1_764_000_000_000
        while !input.isEmpty {
            let line = input.line()
            guard let first = line.first else { return }
            let rest = Array(line.dropFirst())
            switch first {
            case UInt8(ascii: "s"):
                let parts = rest.split(separator: 9, maxSplits: 1, omittingEmptySubsequences: false).map { Array($0) }
                try? await store.writeSnapshot(
                    of: "a", version: version, document: parts[0], expiry: parts.count > 1 ? parts[1] : [])
            case UInt8(ascii: "t"): time = Int64(String(decoding: rest, as: UTF8.self)) ?? time
            case UInt8(ascii: "p"):
                let versions = Int64(String(decoding: rest, as: UTF8.self)) ?? 1
                await prune(to: versions, now: time)
            default:
                version += 1
                let commit = StateCommit(
                    sandbox: "a", version: version, patch: line, turn: "t\(version)", cause: "GET /", time: time)
                let results = await store.commit([commit])
                hold(results == [.committed], "a row was not stored")
            }
        }
    }

    private func prune(to versions: Int64, now: Int64) async {
        guard let size = try? await store.size(of: "a"),
            let removed = try? await store.prune("a", to: StateRetention(versions: versions), now: now)
        else { return }
        hold((try? await store.size(of: "a")) == size - removed, "\(removed) bytes were removed of \(size)")
    }

    /// What a host knows of the state is what the state is.
    func isReadAlike() async {
        guard let stored = try? await store.load("a") else { return }
        let content = try? stored.content()
        let outline = try? stored.outline()
        guard let outline else {
            hold(content?.document.object == nil, "the document can be read and its outline cannot: \(content?.document.text ?? "")")
            return
        }
        // A snapshot that is no JSON can look like some.
        guard let content else { return }
        hold(outline.shape == DocumentShape(content.document), "the outline of \(content.document.text) is \(outline.shape)")
        hold(outline.expiry == content.expiry, "the outline expires otherwise")
        hold((try? stored.expirySchedule()) == content.expiry, "the schedule expires otherwise")
        var left = content.expiry
        var count = left.count
        while case let due = left.due(at: .max, limit: 3), !due.isEmpty {
            hold(due.count <= 3, "more is due than was asked for")
            for place in due { left.apply(.expire(place, at: nil)) }
            hold(left.count < count, "what is due does not go")
            count = left.count
        }
        hold(left.isEmpty, "not everything comes to be due")
    }

    /// History, differences and exports end in an answer or an error.
    func isLookedAt() async {
        for number in [Int64.min, 0, 2, .max] {
            let query = StateHistoryQuery(path: JSONPointer(["a"]), limit: 3, since: number, before: number)
            _ = try? await StateHistory(of: "a", in: store).entries(query)
            _ = try? await StateHistory(of: "a", in: store).entries(StateHistoryQuery(limit: 3, before: number))
            _ = try? await StateDifference(of: "a", from: number, to: nil, in: store)
        }
        guard let version = try? await store.version(of: "a"),
            let content = try? await store.content(of: "a", at: version), content.document.object != nil,
            var export = try? await StateExport(of: "a", withHistory: false, in: store)
        else { return }
        var bytes: [UInt8] = []
        while let part = try? await export.nextPart() { bytes += part }
        hold((try? StateArchive(parsing: bytes))?.content == content, "what was exported cannot be imported")
    }

    /// A put needs nothing of what was there.
    func isHealed() async {
        let copy = store
        let editor = StateEditor(store: copy, limit: 1 << 20) { await copy.commit([$0]).first ?? .unavailable(.closed) }
        guard let before = try? await store.version(of: "a") else { return }
        let version = try? await editor.make(.put(["a": ["b": 1]]), of: "a", turn: "by hand", time: 1)
        hold(version == before + 1, "a put fails")
        let content = try? await store.content(of: "a", at: before + 1)
        hold(content?.document == ["a": ["b": 1]], "a put makes \(content?.document.text ?? "nothing that can be read")")
        try? await store.cut("a", to: before)
    }

    func isCut() async {
        guard let repair = try? await StateRepair(of: "a", in: store) else { fail("a repair fails") }
        hold(repair.readable <= repair.current, "more can be read than there is")
        guard (try? await repair.cut(in: store)) != nil else { fail("a cut fails") }
        guard let again = try? await StateRepair(of: "a", in: store) else { fail("a repair fails") }
        hold(!again.isNeeded && again.current == (repair.isNeeded ? repair.readable : repair.current), "what is left cannot be read")
    }
}
