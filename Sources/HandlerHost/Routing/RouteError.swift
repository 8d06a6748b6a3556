/// The reason a route cannot be served.
package struct RouteError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        /// Does not begin with `/`.
        case notAPath
        /// A `{` without its `}`, or the other way round.
        case unbalancedBraces
        /// A parameter's name has other characters than letters, digits, `_`, `-` and `.`.
        case parameterName(String)
        /// A parameter that is only a part of its segment; file routes have no such thing.
        case partOfSegment(String)
        /// `{...rest}` anywhere but at the end.
        case restNotLast(String)
        /// A regular expression, or a piece of one, that cannot be matched in linear time or is unknown here.
        case unsupportedPattern(String)
        /// A regular expression that repeats characters more often than `limit` times.
        case patternTooLarge(limit: Int)
        /// A template with more than `limit` bytes beside its parameters.
        case templateTooLong(limit: Int)
        /// Another definition of the same path and method.
        case duplicate(of: RouteDefinition)
    }
    package var route: RouteDefinition
    package var reason: Reason

    /// `main.js:3: route pattern "{id:(a|b)}" is not supported: …`
    package var description: String { place + "route \"\(route.template)\": \(reason.sentence)" }

    private var place: String { Self.place(of: route).map { $0 + ": " } ?? "" }

    fileprivate static func place(of route: RouteDefinition) -> String? {
        guard let file = route.file else { return nil }
        return route.line.map { "\(file):\($0)" } ?? file
    }
}

extension RouteError.Reason {
    /// What is wrong, without the place.
    var sentence: String {
        switch self {
        case .notAPath: "a path begins with \"/\""
        case .unbalancedBraces: "\"{\" and \"}\" do not match"
        case .parameterName(let name):
            "\"\(name)\" is no parameter's name, which has letters, digits, \"_\", \"-\" and \".\" only"
        case .partOfSegment(let segment):
            "\"\(segment)\" mixes a parameter with text: a parameter takes a whole segment"
        case .restNotLast(let name): "\"...\(name)\" takes the rest of the path, so nothing can follow it"
        case .unsupportedPattern(let pattern):
            "route pattern \"\(pattern)\" is not supported: use characters, classes such as [0-9], \".\", \\d, \\w and \\s, "
                + "each with *, +, ? or {n,m} after it if need be"
        case .templateTooLong(let limit): "it has more than \(limit) bytes beside its parameters"
        case .patternTooLarge(let limit): "the pattern repeats more than \(limit) characters"
        case .duplicate(let other):
            "already defined" + (RouteError.place(of: other).map { " by \($0)" } ?? "") + ": keep one of the two"
        }
    }
}
