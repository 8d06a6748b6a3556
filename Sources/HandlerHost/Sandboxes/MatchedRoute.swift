/// The route that a turn goes to, in one version of its sandbox.
struct MatchedRoute: Sendable, Equatable {
    /// Into the routes that the worker reported.
    var index = 0
    var template = ""
    var parameters: [RouteParameter] = []
}
