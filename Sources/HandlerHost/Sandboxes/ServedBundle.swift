import PBXInstructions

/// A bundle that has loaded in a worker, with the routes that it has.
struct ServedBundle: Sendable {
    let bundle: Bundle
    let table: RouteTable
    /// Counts the versions of a sandbox since the host started, from 1.
    let generation: Int
    /// What serves each of the table's routes, ready to be looked up by the route's index.
    private let settings: [RouteServing]

    init(bundle: Bundle, table: RouteTable, generation: Int) {
        self.bundle = bundle
        self.table = table
        self.generation = generation
        settings = table.routes.map { route in
            RouteServing(
                fallback: bundle.settings.fallback(ofRoute: route.template),
                limits: bundle.settings.limits(ofRoute: route.template))
        }
    }

    func serving(_ match: MatchedRoute) -> RouteServing { settings[match.index] }
}

/// The settings that hold for one route.
struct RouteServing: Sendable {
    let fallback: Fallback?
    let limits: SandboxLimits
}
