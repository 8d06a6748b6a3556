import JSONText
import StateStore

/// What happens to a state, in groups of JSON lines: first the version behind which it begins (`{"after":7}`), then an entry of the
/// history for each version, in order and none left out.
///
/// Ends with the task that reads it. Holds the whole state meanwhile, since an entry has what was there before.
package struct StateFeed: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = any Error

    let sandbox: String
    let query: StateHistoryQuery
    /// Only what comes after this version.
    let first: Int64
    let store: any StateStore
    let signal: StateSignal
    /// What versions are put together on.
    let executor: ComputingExecutor

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let feed: StateFeed
        fileprivate var walk: StateWalk?

        /// The lines of the next versions, waiting for one if there is none.
        ///
        /// - Throws: ``StateRefusal``, of the kind ``StateRefusal/Kind/gone`` when the next version is not kept any more.
        package mutating func next() async throws -> [UInt8]? {
            do throws(StateStoreError) {
                guard var walk else {
                    walk = try await begun()
                    let head: JSONValue = ["after": .number(JSONNumber(Int(feed.first)))]
                    return head.bytes() + [UInt8(ascii: "\n")]
                }
                defer { self.walk = walk }
                while !Task.isCancelled {
                    let lines = try await withTaskExecutorPreference(feed.executor) { () async throws(StateStoreError) in
                        var lines: [UInt8] = []
                        _ = try await walk.advance { entry in
                            guard let selection = feed.query.selection(from: entry) else { return }
                            lines += selection.json.bytes() + [UInt8(ascii: "\n")]
                        }
                        return lines
                    }
                    if !lines.isEmpty { return lines }
                    if try await feed.store.version(of: feed.sandbox) > walk.version { continue }
                    await feed.signal.wait(for: feed.sandbox, after: walk.version)
                }
                return nil
            } catch {
                throw StateRefusal(error)
            }
        }

        private func begun() async throws(StateStoreError) -> StateWalk {
            let feed = feed
            feed.signal.begin(feed.sandbox)
            return try await withTaskExecutorPreference(feed.executor) { () async throws(StateStoreError) in
                try await StateWalk(of: feed.sandbox, after: feed.first, in: feed.store)
            }
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(feed: self) }
}
