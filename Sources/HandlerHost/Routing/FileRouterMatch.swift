/// The template that matches a path best.
struct FileRouterMatch {
    var definitions: RouteDefinitions
    /// Where the values of the parameters are in the path, in bytes.
    var captures: [Range<Int>]
}
