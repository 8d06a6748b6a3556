import HTTPText
import PlainText

/// The routes of one sandbox, ready to be matched.
package struct RouteTable: Sendable {
    private enum Router: Sendable {
        case files(FileRouter)
        case getsandbox(PatternRouter)
    }
    package let routes: [RouteDefinition]
    private let router: Router

    /// Reads the templates of all routes.
    ///
    /// - Throws: ``RouteError`` for the first template that cannot be read, and in ``RouteStyle/files`` for two routes
    ///   that match the same paths and methods. In ``RouteStyle/getsandbox`` the later of two such routes counts.
    package init(routes: [RouteDefinition], style: RouteStyle) throws(RouteError) {
        self.routes = routes
        switch style {
        case .files: router = .files(try FileRouter(routes))
        case .getsandbox: router = .getsandbox(try PatternRouter(routes))
        }
    }

    package var style: RouteStyle {
        switch router {
        case .files: .files
        case .getsandbox: .getsandbox
        }
    }

    /// Finds the definition that answers a request.
    ///
    /// Parameters are decoded once; a `+` in a path is a plus sign. `HEAD` goes to the definition for `GET` when none
    /// names it. `OPTIONS` goes to a definition that names it, in ``RouteStyle/getsandbox`` also to one for every
    /// method, and is otherwise the host's to answer.
    ///
    /// - Parameters:
    ///   - method: In any case.
    ///   - path: Percent-encoded, as ``RequestTarget/path`` has it.
    package func match(method: String, path: String) -> RouteMatch {
        let method = RouteMethod.uppercased(method)
        switch router {
        case .files(let router):
            guard let match = router.match(path) else { return .notFound(nearest: nearest(to: path)) }
            if let index = match.definitions.index(for: method, takesOptions: false) {
                let parameters = router.parameters(of: index, at: match.captures, in: path)
                return .found(index: index, parameters: parameters)
            }
            let allow = match.definitions.allow
            return method == RouteMethod.options ? .options(allow: allow) : .methodNotAllowed(allow: allow)
        case .getsandbox(let router):
            return router.match(method: method, path: path) ?? .notFound(nearest: nearest(to: path))
        }
    }

    /// Up to three templates, the nearest first; of a large table only the first routes are looked at, because
    /// strangers ask for what does not exist most.
    private func nearest(to path: String) -> [String] {
        let templates = Set(routes.prefix(Self.consideredRoutes).map(\.template))
        let path = PercentEncoding.decode(path.utf8.span, plusIsSpace: false)
        return Spelling.nearest(to: path, among: templates, limit: 3, within: .max)
    }

    private static let consideredRoutes = 64
}
