import StateStore

/// The parts of an exported state, one after another.
package struct StateExportFeed: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = any Error

    private let first: [UInt8]?
    private let rest: StateExport
    /// What the parts are made on.
    private let executor: ComputingExecutor

    /// - Throws: When the state cannot be read.
    init(_ export: StateExport, executor: ComputingExecutor) async throws(StateStoreError) {
        var export = export
        first = try await export.nextPart()
        rest = export
        self.executor = executor
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var first: [UInt8]?
        fileprivate var rest: StateExport
        fileprivate let executor: ComputingExecutor

        /// - Throws: When the store cannot be read on: what came by then cannot be imported.
        package mutating func next() async throws -> [UInt8]? {
            guard let first else { return try await withTaskExecutorPreference(executor) { try await rest.nextPart() } }
            self.first = nil
            return first
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(first: first, rest: rest, executor: executor) }
}
