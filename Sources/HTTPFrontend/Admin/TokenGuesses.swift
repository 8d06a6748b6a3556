import HandlerHost
import ServiceLifecycle
import Synchronization

/// Slows down and counts those who show wrong tokens, without holding up anybody else.
///
/// No guess is slow enough to matter against a token of 256 bits: what is slowed down is who tries a list of words.
final class TokenGuesses: Sendable {
    /// How many wrong tokens may wait for their answer. Those beyond are answered at once, so that connections do not pile up.
    private static let waitingLimit = 32

    private let delay: Duration
    private let waiting = Atomic<Int>(0)
    private let total = Atomic<Int>(0)
    private let event = RepeatedEvent()

    /// - Parameter delay: How long the answer to a wrong token takes.
    init(delay: Duration) { self.delay = delay }

    /// Whether so many wrong tokens wait for their answer that no further one does.
    var areTooMany: Bool { waiting.load(ordering: .relaxed) >= Self.waitingLimit }

    /// Counts a wrong token.
    ///
    /// - Returns: What to tell the operator, from time to time; otherwise nil.
    func note(from peer: String) -> String? {
        let total = total.add(1, ordering: .relaxed).newValue
        guard event.note() != nil else { return nil }
        let place = peer.isEmpty ? "" : " from \(peer)"
        return "a wrong token was shown to the admin port\(place); \(total) since the start"
    }

    /// Waits for the delay.
    func wait() async {
        waiting.add(1, ordering: .relaxed)
        defer { waiting.subtract(1, ordering: .relaxed) }
        // Ends early when the host ends.
        try? await cancelWhenGracefulShutdown { [delay] in try await Task.sleep(for: delay) }
    }
}
