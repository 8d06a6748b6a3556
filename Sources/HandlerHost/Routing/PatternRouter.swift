import HTTPText

/// Matches paths in ``RouteStyle/getsandbox``.
struct PatternRouter: Sendable {
    /// The definitions with equal templates.
    private struct Route: Sendable {
        let template: String
        let decoded: RouteMatcher
        /// For paths that are still percent-encoded; nil when it would be no different.
        let encoded: RouteMatcher?
        var definitions: RouteDefinitions
    }
    /// In the order in which they are tried.
    private var routes: [Route] = []

    /// - Throws: The first template that cannot be read.
    init(_ definitions: [RouteDefinition]) throws(RouteError) {
        var places: [String: Int] = [:]
        for (index, definition) in definitions.enumerated() {
            let method = RouteMethod(defined: definition.method)
            if let place = places[definition.template] {
                // Of two definitions of one template and method the later one counts.
                _ = routes[place].definitions.add(index, method: method)
                continue
            }
            do throws(RouteTemplateRejection) {
                let pattern = try RoutePattern(parsing: definition.template)
                var route = Route(
                    template: definition.template, decoded: RouteMatcher(pattern), encoded: pattern.percentEncoded.map(RouteMatcher.init),
                    definitions: RouteDefinitions())
                _ = route.definitions.add(index, method: method)
                places[definition.template] = routes.count
                routes.append(route)
            } catch {
                throw RouteError(route: definition, reason: error.reason)
            }
        }
        sortByLiterals()
    }

    /// The first definition for the method, or else what the path allows; `nil` when nothing has the path.
    ///
    /// All routes together, and all forms of the path, share one measure of work.
    ///
    /// The path is tried as it was sent and then decoded, so that `%2F` can be a part of a parameter, and a template can
    /// spell a space or a letter either way; at last both without matrix parameters (`;name=value`).
    func match(method: String, path: String) -> RouteMatch? {
        var work = MatchingWork()
        var allowed: Set<String> = []
        for attempt in Attempt.allCases {
            guard let text = attempt.text(of: path) else { continue }
            let bytes = text.utf8.span
            for route in routes {
                let matcher = attempt.isDecoded ? route.decoded : route.encoded ?? route.decoded
                guard let ranges = matcher.match(bytes, work: &work) else {
                    if work.isExhausted { return .tooMuchWork }
                    continue
                }
                if let index = route.definitions.index(for: method, takesOptions: true) {
                    return .found(
                        index: index,
                        parameters: zip(matcher.pattern.captures, ranges).map { capture, range in
                            let value = bytes.extracting(range)
                            return RouteParameter(
                                name: capture.name,
                                value: attempt.isDecoded
                                    ? PercentEncoding.string(value) : PercentEncoding.decode(value, plusIsSpace: false))
                        })
                }
                guard work.spend(Self.allowedSteps) else { return .tooMuchWork }
                allowed.formUnion(route.definitions.allow)
            }
            if !allowed.isEmpty { break }
        }
        guard !allowed.isEmpty else { return nil }
        let allow = allowed.sorted()
        return method == RouteMethod.options ? .options(allow: allow) : .methodNotAllowed(allow: allow)
    }

    /// What reading the methods of a definition counts as.
    private static let allowedSteps = 256

    private mutating func sortByLiterals() {
        let ordered = routes.enumerated().sorted { left, right in
            let (first, second) = (left.element.decoded.pattern.literals, right.element.decoded.pattern.literals)
            // Equal literals are tried in the order of their definition.
            return first == second ? left.offset < right.offset : second.utf16.lexicographicallyPrecedes(first.utf16)
        }
        routes = ordered.map(\.element)
    }
}

extension PatternRouter {
    /// The forms of a path that are tried, in this order.
    private enum Attempt: CaseIterable {
        case raw, decoded, rawWithoutMatrix, decodedWithoutMatrix

        var isDecoded: Bool { self == .decoded || self == .decodedWithoutMatrix }

        /// `nil` when it would be no different from an attempt before.
        func text(of path: String) -> String? {
            switch self {
            case .raw: return path
            case .decoded: return Self.decoded(path)
            case .rawWithoutMatrix: return Self.withoutMatrix(path)
            case .decodedWithoutMatrix: return Self.withoutMatrix(path).flatMap(Self.decoded)
            }
        }

        private static func decoded(_ path: String) -> String? {
            ASCII.isAny(of: path, { $0 == ASCII.percent }) ? PercentEncoding.decode(path.utf8.span, plusIsSpace: false) : nil
        }

        private static func withoutMatrix(_ path: String) -> String? {
            guard ASCII.isAny(of: path, { $0 == ASCII.semicolon }) else { return nil }
            let segments = path.split(separator: "/", omittingEmptySubsequences: false)
            return segments.map { $0.prefix { $0 != ";" } }.joined(separator: "/")
        }
    }
}
