/// What the keys of a UIS instruction ask of each other.
enum UISRules {
    /// Two keys that may not be in one instruction.
    struct Exclusion: Sendable {
        let first: UISField.Name
        let second: UISField.Name
        /// Why, and what to do about it.
        let hint: String
    }

    /// How many keys an instruction may have, known and unknown ones: handlers that work carry a few of their own.
    static let keyLimit = 256

    /// An instruction has at least one of these.
    static let actions: [UISField.Name] = [.phones, .text, .messageName, .returnedCode]

    static let exclusions = [
        Exclusion(
            first: .text, second: .messageName, hint: "the caller hears either words or a recording: keep one of them"),
        Exclusion(
            first: .phones, second: .returnedCode,
            hint: "keep phones to connect the caller, or returned_code to go on in the scenario"),
    ]

    /// The messages for the employee; of several, the PBX uses the first in this order.
    static let employeeMessages: [UISField.Name] = [.operatorMedia, .operatorMessage, .operatorText]

    /// What may be inside the object form of `operator_message`, in the order of precedence.
    static let nested: [UISField.Name] = [.operatorMedia, .operatorText]

    /// With none of these, there is no employee who could hear a message.
    static let reachEmployees: [UISField.Name] = [.phones, .returnedCode]
}
