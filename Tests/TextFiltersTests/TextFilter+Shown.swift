import TextFilters

extension TextFilter {
    /// What is shown of a body.
    func shownBody(_ text: String) -> String { body(text.utf8.span.bytes).map { String(decoding: $0, as: UTF8.self) } ?? text }

    /// What is shown of a JSON text.
    func shownJSON(_ text: String) -> String { json(text.utf8.span.bytes).map { String(decoding: $0, as: UTF8.self) } ?? text }
}
