/// What a route table says about a request.
package enum RouteMatch: Sendable, Equatable {
    /// The definition at `index` answers.
    case found(index: Int, parameters: [RouteParameter])
    /// An `OPTIONS` request that no definition answers, for a path that exists.
    case options(allow: [String])
    /// The path exists, for the methods in `allow`.
    case methodNotAllowed(allow: [String])
    /// No definition has the path; `nearest` has the templates nearest to it, the nearest first.
    case notFound(nearest: [String])
    /// The routes' patterns and the path take more than ``MatchingWork`` allows.
    case tooMuchWork
}
