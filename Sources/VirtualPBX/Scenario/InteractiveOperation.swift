/// Asks a handler what to do: plays a prompt, collects digits, sends a request, and obeys the instruction.
package struct InteractiveOperation: Sendable, Equatable {
    /// Where the request goes.
    package enum Target: Sendable, Equatable {
        /// A path of the sandbox that the scenario belongs to, such as `/crm_integration`, with a query if need be.
        case route(RoutePath)
        /// An absolute `http` or `https` URL.
        case url(String)
    }

    package enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
    }

    /// What the PBX can say of a call, by the names that UIS gives it.
    package enum Parameter: String, Sendable, CaseIterable {
        case callID = "cdr_id"
        case sessionID = "call_session_id"
        case startTime = "start_time"
        case input = "input_result"
        case from = "numa"
        case to = "numb"
        case direction = "direction"
    }

    /// Those of the vendor's own example, in its order.
    package static let standardParameters: [Parameter] = [.callID, .startTime, .input, .from, .to]

    static let replyTimeoutRange = Duration.milliseconds(100)...Duration.seconds(60)

    package var target: Target
    package var method = Method.get
    /// In the order in which they are sent.
    package var parameters = InteractiveOperation.standardParameters
    /// What the caller hears before the request.
    package var prompt: [Prompt] = []
    /// Whether the call is answered even if there is nothing to hear.
    package var answersFirst = true
    /// What the caller may type; nil for an operation that asks for nothing.
    package var input: InputSettings?
    /// How long the handler may take, from the first byte sent to the last one received; 100 ms to 1 min.
    package var replyTimeout = Duration.seconds(5)
    /// The branches by `returned_code`, in the order of the file; no code twice.
    package var codes: [Branch<Int>] = []
    /// What follows a message that comes without a code and without numbers to dial.
    package var next: Link?
    /// What follows when there is no instruction: a time-out, an error status, something else than an instruction, or a code that
    /// leads nowhere.
    package var backup: Link?
    /// How the numbers of an instruction are dialled.
    package var transfer = TransferSettings()

    package init(target: Target) { self.target = target }
}
