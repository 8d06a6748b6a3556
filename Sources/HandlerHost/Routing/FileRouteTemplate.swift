/// A template of ``RouteStyle/files``, taken apart.
struct FileRouteTemplate: Sendable, Equatable {
    enum Segment: Sendable, Equatable {
        case literal(String)
        /// `{name}`: exactly one segment, which is not empty.
        case parameter(String)
        /// `{...name}`: one or more segments, the last thing of a template.
        case rest(String)
    }
    let segments: [Segment]

    /// The names of the parameters, in the order of the path.
    var names: [String] {
        segments.compactMap { segment in
            switch segment {
            case .literal: nil
            case .parameter(let name), .rest(let name): name
            }
        }
    }

    /// Two templates with equal shapes match the same paths.
    var shape: [Segment] {
        segments.map { segment in
            switch segment {
            case .literal: segment
            case .parameter: .parameter("")
            case .rest: .rest("")
            }
        }
    }

    /// Reads a template; one slash at its end is ignored.
    init(parsing template: String) throws(RouteTemplateRejection) {
        guard template.hasPrefix("/") else { throw RouteTemplateRejection(reason: .notAPath) }
        var parts = template.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        var segments: [Segment] = []
        for part in parts {
            if case .rest(let name)? = segments.last { throw RouteTemplateRejection(reason: .restNotLast(name)) }
            segments.append(try Self.segment(part))
        }
        self.segments = segments
    }

    private static func segment(_ part: Substring) throws(RouteTemplateRejection) -> Segment {
        let opening = part.utf8.count { $0 == UInt8(ascii: "{") }
        let closing = part.utf8.count { $0 == UInt8(ascii: "}") }
        guard opening == closing else { throw RouteTemplateRejection(reason: .unbalancedBraces) }
        if opening == 0 { return .literal(String(part)) }
        guard opening == 1, part.hasPrefix("{"), part.hasSuffix("}") else {
            throw RouteTemplateRejection(reason: .partOfSegment(String(part)))
        }
        let inner = part.dropFirst().dropLast()
        let isRest = inner.hasPrefix("...")
        let name = isRest ? inner.dropFirst(3) : inner
        guard RouteParameter.isName(name) else { throw RouteTemplateRejection(reason: .parameterName(String(name))) }
        return isRest ? .rest(String(name)) : .parameter(String(name))
    }
}
