/// The method of a definition.
struct RouteMethod: Sendable {
    /// In upper case; `nil` for every method.
    let name: String?

    static let head = "HEAD"
    static let get = "GET"
    static let options = "OPTIONS"
    /// What `Allow` says about a definition for every method.
    static let standard = ["DELETE", get, head, options, "PATCH", "POST", "PUT"]

    /// Reads a definition's method, in which `ALL` and `*` stand for every method.
    init(defined method: String?) {
        let name = method.map(Self.uppercased)
        self.name = name == "ALL" || name == "*" ? nil : name
    }

    static func uppercased(_ method: String) -> String {
        method.utf8.contains { $0 &- 0x61 < 26 } ? method.uppercased() : method
    }

    /// The value of an `Allow` header for a path, in alphabetical order: `HEAD` comes with `GET`, and `OPTIONS` with
    /// everything.
    ///
    /// - Parameters:
    ///   - names: The methods that definitions name.
    ///   - any: Whether there is a definition for every method.
    static func allow(_ names: [String], any: Bool) -> [String] {
        var allowed: Set<String> = [options]
        allowed.formUnion(names)
        if any { allowed.formUnion(standard) }
        if allowed.contains(get) { allowed.insert(head) }
        return allowed.sorted()
    }
}
