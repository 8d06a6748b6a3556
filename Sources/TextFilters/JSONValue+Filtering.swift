package import JSONText

extension JSONValue {
    /// The value with its keys, strings and numbers passed through a filter; a number that changes becomes a string.
    func filtered(by filter: some TextFilter) -> JSONValue {
        switch self {
        case .null, .bool: return self
        case .string(let text): return .string(filter.text(text))
        case .number(let number):
            let shown = filter.text(number.literal)
            return shown == number.literal ? self : .string(shown)
        case .array(let elements): return .array(elements.map { $0.filtered(by: filter) })
        case .object(let members): return .object(members.filtered(by: filter))
        }
    }
}

extension JSONObject {
    /// A key that becomes equal to an earlier one gets a count, since a key may come only once.
    package func filtered(by filter: some TextFilter) -> JSONObject {
        var filtered = JSONObject()
        var counts: [String: Int] = [:]
        for (key, value) in self {
            let shown = filter.text(key)
            var free = shown
            while filtered[free] != nil {
                counts[shown, default: 1] += 1
                free = "\(shown) (\(counts[shown, default: 1]))"
            }
            filtered[free] = value.filtered(by: filter)
        }
        return filtered
    }
}
