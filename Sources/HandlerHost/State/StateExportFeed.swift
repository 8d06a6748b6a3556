import StateStore

/// The parts of an exported state, one after another.
package struct StateExportFeed: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = any Error

    let export: StateExport
    /// What the parts are made on.
    let executor: ComputingExecutor

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var export: StateExport
        fileprivate let executor: ComputingExecutor

        /// - Throws: When the store cannot be read on: what came by then cannot be imported.
        package mutating func next() async throws -> [UInt8]? {
            try await withTaskExecutorPreference(executor) { try await export.nextPart() }
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(export: export, executor: executor) }
}
