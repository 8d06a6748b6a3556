import Foundation
import HTTPText
import Synchronization
import TestSupport

@testable import HandlerHost

/// Keeps the threads of a host busy that do what is too large for an event loop, until they are released.
final class HeldPool: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let held = Atomic(0)
    private let width: Int

    /// Returns when every thread is held: a job of another sandbox has its turn before the second one of this.
    init(of host: HandlerHost) async throws {
        guard let name = SandboxName("held") else { throw CocoaError(.featureUnsupported) }
        let pool = host.services.computing
        width = pool.width
        for _ in 0..<width {
            pool.submit(for: name) { [gate, weak self] in
                self?.held.add(1, ordering: .relaxed)
                gate.wait()
            }
        }
        try await eventually("the pool's threads are held") { held.load(ordering: .relaxed) == width }
    }

    deinit { release() }

    func release() { for _ in 0..<width { gate.signal() } }
}
