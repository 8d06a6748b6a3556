package import VirtualPBX

/// What became of a call.
package struct CallRecord: Sendable {
    /// Nil when the call named none.
    package var sandbox: String?
    package var facts: CallFacts
    package var notes: [TimedNote]
    /// How the scenario ended; nil when it did not get that far.
    package var finish: FinishReason?
    /// What went wrong with the channel or on our side; nil when nothing did.
    package var fault: String?
    package var duration: Duration

    /// The names of the operations that the call went through.
    package var operations: [String] {
        notes.compactMap { timed in
            if case .entered(let operation) = timed.note { operation } else { nil }
        }
    }

    /// One line for the activity log.
    package var line: String {
        let route = operations.isEmpty ? "" : " by way of \(operations.joined(separator: " → "))"
        let end = [finish?.rawValue, fault].compactMap { $0 }.joined(separator: ": ")
        let numbers = "from \(facts.from.isEmpty ? "a hidden number" : facts.from) to \(facts.to)"
        return "\(numbers) ended after \(duration.seconds)\(route): \(end)"
    }
}
