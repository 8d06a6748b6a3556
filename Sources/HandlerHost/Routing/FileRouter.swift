import HTTPText

/// Matches paths in ``RouteStyle/files``.
///
/// A tree over the segments of the templates: in every segment a literal beats a parameter, and a parameter beats the
/// rest of the path. Whatever a stranger sends, each node of the tree is visited at most once.
struct FileRouter: Sendable {
    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        /// The definitions of the template that ends here.
        var definitions: RouteDefinitions?
        /// The definitions of the template that ends here with the rest of the path.
        var rest: RouteDefinitions?
    }
    private var nodes = [Node()]
    /// Templates without parameters, as requests spell them that need no decoding; `/` is always among them if it exists.
    private var literalPaths: [String: Int] = [:]
    /// The bytes of the longest literal segment: longer segments of a path are not decoded at each node that has literals.
    private var longestLiteral = 0
    /// The names of each definition's parameters.
    private var names: [[String]] = []

    /// - Throws: The first template that cannot be read, or that has the shape and method of one before it.
    init(_ routes: [RouteDefinition]) throws(RouteError) {
        for (index, route) in routes.enumerated() {
            do throws(RouteTemplateRejection) {
                let template = try FileRouteTemplate(parsing: route.template)
                names.append(template.names)
                if let other = insert(template, index: index, method: RouteMethod(defined: route.method)) {
                    throw RouteTemplateRejection(reason: .duplicate(of: routes[other]))
                }
            } catch {
                throw RouteError(route: route, reason: error.reason)
            }
        }
    }

    /// The best match of a percent-encoded path; one slash at the end of the path is ignored.
    func match(_ path: String) -> FileRouterMatch? {
        if let node = literalPaths[path], let definitions = nodes[node].definitions {
            return FileRouterMatch(definitions: definitions, captures: [])
        }
        let bytes = path.utf8.span
        guard bytes.count > 1, bytes[0] == ASCII.slash else { return nil }
        let end = bytes[bytes.count - 1] == ASCII.slash ? bytes.count - 1 : bytes.count
        var captures: [Range<Int>] = []
        guard let definitions = descend(from: 0, at: 1, in: bytes.extracting(0..<end), captures: &captures) else {
            return nil
        }
        return FileRouterMatch(definitions: definitions, captures: captures)
    }

    /// The parameters of the definition at `index`, whose values are at `captures` of `path`.
    func parameters(of index: Int, at captures: [Range<Int>], in path: String) -> [RouteParameter] {
        guard !captures.isEmpty else { return [] }
        let bytes = path.utf8.span
        return zip(names[index], captures).map { name, range in
            RouteParameter(name: name, value: PercentEncoding.decode(bytes.extracting(range), plusIsSpace: false))
        }
    }

    private mutating func insert(_ template: FileRouteTemplate, index: Int, method: RouteMethod) -> Int? {
        var node = 0
        for segment in template.segments {
            switch segment {
            case .literal(let text):
                longestLiteral = max(longestLiteral, text.utf8.count)
                node = child(of: node, at: \.literals[text])
            case .parameter: node = child(of: node, at: \.parameter)
            case .rest: return nodes[node].rest.add(index, method: method)
            }
        }
        if template.names.isEmpty, let path = Self.plainPath(template) { literalPaths[path] = node }
        return nodes[node].definitions.add(index, method: method)
    }

    private mutating func child(of node: Int, at place: WritableKeyPath<Node, Int?>) -> Int {
        if let child = nodes[node][keyPath: place] { return child }
        nodes.append(Node())
        nodes[node][keyPath: place] = nodes.count - 1
        return nodes.count - 1
    }

    private func descend(
        from node: Int, at start: Int, in path: Span<UInt8>, captures: inout [Range<Int>]
    ) -> RouteDefinitions? {
        guard start <= path.count else { return nodes[node].definitions }
        var end = start
        while end < path.count, path[end] != ASCII.slash { end += 1 }
        if let child = literal(of: node, in: path.extracting(start..<end)),
            let found = descend(from: child, at: end + 1, in: path, captures: &captures)
        {
            return found
        }
        guard start < path.count else { return nil }
        if let child = nodes[node].parameter, start < end {
            captures.append(start..<end)
            if let found = descend(from: child, at: end + 1, in: path, captures: &captures) { return found }
            captures.removeLast()
        }
        guard let rest = nodes[node].rest else { return nil }
        captures.append(start..<path.count)
        return rest
    }

    private func literal(of node: Int, in segment: Span<UInt8>) -> Int? {
        // An escape has three bytes for one.
        if nodes[node].literals.isEmpty || segment.count > 3 * longestLiteral { return nil }
        return nodes[node].literals[PercentEncoding.decode(segment, plusIsSpace: false)]
    }

    private static func plainPath(_ template: FileRouteTemplate) -> String? {
        // Its last slash would be taken for the one at the end, which does not count.
        if case .literal("")? = template.segments.last { return nil }
        var path = ""
        for case .literal(let text) in template.segments {
            guard PercentEncoding.encode(text, keeping: "!$&'()*+,;=:@") == text else { return nil }
            path += "/" + text
        }
        return path.isEmpty ? "/" : path
    }
}

extension RouteDefinitions? {
    fileprivate mutating func add(_ index: Int, method: RouteMethod) -> Int? {
        var definitions = self ?? RouteDefinitions()
        defer { self = definitions }
        return definitions.add(index, method: method)
    }
}
