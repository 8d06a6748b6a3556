/// The definitions that share one path template, by method.
struct RouteDefinitions: Sendable {
    /// One per method, in upper case. A request is compared with a few of them at most, which is quicker than hashing.
    private var named: [(method: String, index: Int)] = []
    /// The definition for every method.
    private var any: Int?

    /// Adds the definition at an index of the table and returns the index of the one whose place it takes.
    mutating func add(_ index: Int, method: RouteMethod) -> Int? {
        guard let name = method.name else {
            defer { any = index }
            return any
        }
        guard let place = named.firstIndex(where: { $0.method == name }) else {
            named.append((name, index))
            return nil
        }
        defer { named[place].index = index }
        return named[place].index
    }

    var allow: [String] { RouteMethod.allow(named.map(\.method), any: any != nil) }

    /// The definition for a request's method: the one that names it; for `HEAD` the one for `GET`; the one for every
    /// method.
    ///
    /// - Parameters:
    ///   - method: In upper case.
    ///   - takesOptions: Whether a definition for every method gets `OPTIONS` too.
    func index(for method: String, takesOptions: Bool) -> Int? {
        if let index = index(naming: method) { return index }
        if method == RouteMethod.head, let index = index(naming: RouteMethod.get) { return index }
        return method == RouteMethod.options && !takesOptions ? nil : any
    }

    private func index(naming method: String) -> Int? {
        for (name, index) in named where name == method { return index }
        return nil
    }
}
