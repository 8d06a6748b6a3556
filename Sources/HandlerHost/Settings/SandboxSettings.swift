package import JSONText
package import PBXInstructions

/// What `sandbox.yaml` says, with the defaults filled in.
package struct SandboxSettings: Sendable, Equatable {
    package var dialect: Dialect
    /// The reply for a failed turn of a route that has none of its own.
    package var fallback: Fallback?
    package var limits: SandboxLimits
    /// Nil for what the kind of the sandbox has: `json` for `main.js`, `strict` for file routes.
    package var state: StateRules?
    package var access: AccessRules
    /// `Sandbox.config` and `req.config`, in the order written.
    package var config: JSONObject
    /// The routes with settings of their own, by template, such as `/orders/{id}`.
    package var routes: [String: RouteSettings]
    /// The limits, `dialect` and `state`, that `sandbox.yaml` itself gives.
    package var written: Set<String> = []
    /// The limits that the host's ceilings have lowered; of a route's own such as `wall of /orders`.
    package var lowered: Set<String> = []
    /// The secrets that stand in the values above.
    package var secrets = SandboxSecrets.none

    /// The settings of a sandbox without `sandbox.yaml`.
    package init(dialect: Dialect) {
        self.dialect = dialect
        fallback = nil
        limits = SandboxLimits()
        access = AccessRules()
        config = JSONObject()
        routes = [:]
    }

    /// The fallback of a route: its own, or else the sandbox's.
    package func fallback(ofRoute template: String) -> Fallback? {
        routes[template]?.fallback ?? fallback
    }

    /// The limits of a route: the sandbox's, with the times the route has of its own.
    package func limits(ofRoute template: String) -> SandboxLimits {
        var limits = limits
        guard let route = routes[template] else { return limits }
        limits.wall = route.wall ?? limits.wall
        limits.cpu = route.cpu ?? limits.cpu
        return limits
    }
}
