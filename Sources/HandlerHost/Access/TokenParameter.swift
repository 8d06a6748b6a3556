import HTTPText

/// The parameter of a query that shows a token: `?token=…`.
enum TokenParameter {
    /// Its decoded value, the last one if there are several.
    static func value(in query: String) -> String? {
        guard query.utf8.count >= 6 else { return nil }
        return QueryString(parsing: query).pairs.last { $0.name == "token" }?.value
    }

    /// A query without it.
    static func removed(from query: String) -> String {
        let parts = query.split(separator: "&", omittingEmptySubsequences: false)
        let kept = parts.filter { !isToken($0) }
        return kept.count == parts.count ? query : kept.joined(separator: "&")
    }

    /// A request's target with stars in place of the value.
    static func masked(in target: String) -> String {
        guard let mark = target.firstIndex(of: "?") else { return target }
        return target[...mark] + masked(query: String(target[target.index(after: mark)...]))
    }

    /// A query with stars in place of the value.
    static func masked(query: String) -> String {
        guard mayHaveToken(query) else { return query }
        let parts = query.split(separator: "&", omittingEmptySubsequences: false)
        guard parts.contains(where: isToken) else { return query }
        return parts.map { isToken($0) ? "token=***" : $0 }.joined(separator: "&")
    }

    /// False for nearly all queries, without reading their parts: the name has a letter that is there, or is encoded.
    private static func mayHaveToken(_ query: String) -> Bool {
        ASCII.isAny(of: query) { $0 == ASCII.percent || $0 == UInt8(ascii: "k") }
    }

    private static func isToken(_ pair: Substring) -> Bool {
        QueryString(parsing: String(pair)).pairs.contains { $0.name == "token" }
    }
}
