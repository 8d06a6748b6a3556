/// How a call ended, by the names that the Data API of UIS has for it (`finish_reason` of `get.calls_report`,
/// <https://comagic.github.io/data_api/report/get_calls_report/>).
package enum FinishReason: String, Sendable, CaseIterable {
    /// A conversation took place, and the employee hung up.
    case success = "success_finish"
    /// The caller hung up.
    case caller = "subscriber_disconnects"
    /// The scenario was through: a `hangup`, or nothing behind a message or a recording.
    case scenario = "scenario_disconnects"
    /// Somebody was to be reached, and nobody was.
    case transfer = "transfer_disconnects"
    /// The caller chose nothing that a menu offers, as often as it may be.
    case incorrectInput = "incorrect_input"
    /// There was no instruction, or a code without a branch, and no backup branch.
    case noOperation = "no_operation"
    /// The handler took too long, and there is no backup branch.
    case tooLate = "action_interval_exceeded"
    /// The scenario went from operation to operation more often than it may.
    case tooManyTransitions = "max_transition_count_exceeded"
}
