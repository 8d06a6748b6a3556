import JSONText

extension HandlerReply {
    /// What a problem document (RFC 9457) in the reply says of the mistake, as in `go.js:3:7: TypeError: …`; nil when there is none.
    var problem: String? {
        guard case .answer(_, let body, _) = self, let document = try? JSONValue(parsing: body),
            let detail = document["detail"]?.string, !detail.isEmpty
        else { return nil }
        guard let place = document["place"], let file = place["file"]?.string else { return detail }
        let numbers = ["line", "column"].compactMap { name -> String? in
            if case .number(let number)? = place[name] { number.literal } else { nil }
        }
        return ([file] + numbers).joined(separator: ":") + ": " + detail
    }
}
