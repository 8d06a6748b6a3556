/// What `sandbox.yaml` says about one route; `nil` where the sandbox's own setting holds.
package struct RouteSettings: Sendable, Equatable {
    package var fallback: Fallback?
    package var wall: Duration?
    package var cpu: Duration?
    /// The line of `sandbox.yaml` that names the route.
    package var line: Int
    /// The column there.
    package var column: Int

    package init(
        fallback: Fallback? = nil, wall: Duration? = nil, cpu: Duration? = nil, line: Int = 1, column: Int = 1
    ) {
        self.fallback = fallback
        self.wall = wall
        self.cpu = cpu
        self.line = line
        self.column = column
    }
}
