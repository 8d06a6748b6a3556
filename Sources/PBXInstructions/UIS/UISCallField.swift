/// A parameter of a UIS request: what the reader, the TypeScript types and the documentation know of it.
struct UISCallField: Sendable {
    let property: CallRequest.Property
    /// The names it arrives under; the first that is present counts.
    let parameters: [String]
    /// What it means, in Markdown without line breaks.
    let summary: String
    let example: String

    static let all = [
        UISCallField(
            property: .id, parameters: ["call_session_id", "cdr_id"],
            summary: "The id of the call, the same in all requests of one call.", example: "123"),
        UISCallField(
            property: .from, parameters: ["numa"],
            summary: "Who calls: digits with the country code, without a `+`.", example: "74952345678"),
        UISCallField(
            property: .to, parameters: ["numb"],
            summary: "Which of the company's numbers was called, written like `numa`.", example: "74951234567"),
        UISCallField(
            property: .startTime, parameters: ["start_time"],
            summary: "When the call began, as the PBX writes it; the unit is not documented.", example: "1200"),
        UISCallField(
            property: .input, parameters: ["input_result"],
            summary: "What the caller typed, without the `#` that ends it.", example: "4711"),
        UISCallField(
            property: .direction, parameters: ["direction"],
            summary: "`in` for a call to the company, `out` for a call from it.", example: "in"),
    ]
}
