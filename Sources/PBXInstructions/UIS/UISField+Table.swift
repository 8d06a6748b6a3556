import JSONText

extension UISField {
    /// The fields in the order in which they are explained.
    static let all = Name.allCases.map(named)

    static func named(_ name: Name) -> UISField {
        switch name {
        case .phones: phones
        case .text: text
        case .messageName: messageName
        case .returnedCode: returnedCode
        case .operatorText: operatorText
        case .operatorMedia: operatorMedia
        case .operatorMessage: operatorMessage
        }
    }

    private static let phones = UISField(
        .phones, .destinations, title: "Whom to dial",
        summary: "Numbers to connect the caller to: digits with the country code, "
            + "extensions of 2 to 6 digits, or SIP logins.",
        example: ["74951234567"],
        aliases: ["phone", "phone_number", "phone_numbers", "number", "numbers", "dial", "transfer"])

    private static let text = UISField(
        .text, .text, title: "Words for the caller",
        summary: "The PBX speaks them to the caller before it goes on.",
        example: "Здравствуйте", aliases: ["message", "msg", "say", "speech", "tts", "txt", "texts"])

    private static let messageName = UISField(
        .messageName, .fileName, title: "Recording for the caller",
        summary: "The name of a file in the PBX's file base, played to the caller before it goes on.",
        example: "10sec.mp3",
        aliases: ["message_file", "media", "media_name", "file", "file_name", "audio", "sound"])

    private static let returnedCode = UISField(
        .returnedCode, .returnedCode, title: "Branch of the scenario",
        summary: "The scenario goes on with the branch that the PBX has for this code.",
        example: 1, aliases: ["code", "return_code", "returned", "result_code", "branch"])

    private static let operatorText = UISField(
        .operatorText, .text, title: "Words for the employee",
        summary: "The PBX speaks them to the employee before the conversation.",
        example: "Звонит курьер", aliases: ["operator_msg", "operator_say", "employee_text"])

    private static let operatorMedia = UISField(
        .operatorMedia, .fileName, title: "Recording for the employee",
        summary: "The name of a file in the PBX's file base, played to the employee before the conversation.",
        example: "op_hint.mp3", aliases: ["operator_file", "operator_audio", "employee_media"])

    private static let operatorMessage = UISField(
        .operatorMessage, .employeeMessage, title: "Message for the employee",
        summary: "The same as `operator_media`; an object with `operator_media` or `operator_text` "
            + "is accepted with a warning.",
        example: "op_hint.mp3", aliases: ["operator_message_name", "employee_message"])
}
