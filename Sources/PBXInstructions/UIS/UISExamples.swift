import JSONText

/// Instructions from the vendor's documentation.
enum UISExamples {
    static let documented: [JSONValue] = [
        ["phones": ["74959876543", "79031505050", "74951234567"], "message_name": "10sec.mp3"],
        ["text": "Приветствую", "phones": ["79031204040", "79651234567"]],
        ["text": "Привет"],
        ["returned_code": 1],
        [
            "phones": ["74959876543", "79031505050", "74951234567"], "message_name": "10sec.mp3",
            "operator_message": "op_hint.mp3",
        ],
    ]
}
