import Foundation

@testable import HandlerHost

/// Keeps the threads of a host busy that do what is too large for an event loop, until they are released.
final class HeldPool: Sendable {
    private let gate = DispatchSemaphore(value: 0)

    init(of host: HandlerHost) throws {
        guard let name = SandboxName("held") else { throw CocoaError(.featureUnsupported) }
        for _ in 0..<Self.mostThreads { host.services.computing.submit(for: name) { [gate] in gate.wait() } }
    }

    deinit { release() }

    func release() { for _ in 0..<Self.mostThreads { gate.signal() } }

    /// As many as a pool may have.
    private static let mostThreads = 8
}
