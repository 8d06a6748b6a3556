import PBXInstructions
import WorkerProtocol

/// A bundle that has loaded in a worker, with the routes that it has. Every turn looks at it, so that it is not copied.
final class ServedBundle: Sendable {
    let bundle: Bundle
    let table: RouteTable
    /// The JSON text that the routes were read from, as the worker reported it.
    let report: [UInt8]
    /// Counts the versions of a sandbox since the host started, from 1.
    let generation: Int
    let admission: Admission
    /// What serves each of the table's routes, ready to be looked up by the route's index.
    private let settings: [RouteServing]
    /// What holds for the host's own turns, which have no route.
    private let own: RouteServing

    /// - Parameters:
    ///   - workerRoutes: For each route of the table the index that the worker knows it by.
    ///   - report: What they were read from.
    init(bundle: Bundle, table: RouteTable, workerRoutes: [Int], report: [UInt8], generation: Int) {
        self.bundle = bundle
        self.table = table
        self.report = report
        self.generation = generation
        admission = Admission(bundle.settings)
        own = RouteServing(
            workerRoute: TurnOrder.expiryRoute, fallback: bundle.settings.fallback, limits: bundle.settings.limits)
        settings = zip(table.routes, workerRoutes).map { route, workerRoute in
            RouteServing(
                workerRoute: UInt32(clamping: workerRoute), fallback: bundle.settings.fallback(ofRoute: route.template),
                limits: bundle.settings.limits(ofRoute: route.template))
        }
    }

    /// - Parameter turn: One that was matched with the table, or one of the host's own.
    func serving(_ turn: Turn) -> RouteServing { turn.isExpiry ? own : serving(turn.match) }

    /// - Parameter match: Of the table.
    func serving(_ match: MatchedRoute) -> RouteServing { settings[match.index] }
}

/// What holds for one route.
struct RouteServing: Sendable {
    /// What turn orders name the route by.
    let workerRoute: UInt32
    let fallback: Fallback?
    let limits: SandboxLimits
}
