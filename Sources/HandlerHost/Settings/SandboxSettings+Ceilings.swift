extension SandboxSettings {
    /// The settings with no limit above the host's, and with the host's defaults for what `sandbox.yaml` does not say.
    ///
    /// - Returns: A sentence for each limit that `sandbox.yaml` puts higher.
    mutating func lower(to ceilings: LimitCeilings) -> [String] {
        let before = limits
        var sentences = ceilings.lower(&limits)
        lowered = Set(SettingsLimit.all.filter { $0.value(in: before) != $0.value(in: limits) }.map(\.key))
        for (template, route) in routes.sorted(by: { $0.value.line < $1.value.line }) {
            var own = SandboxLimits()
            own.wall = route.wall ?? own.wall
            own.cpu = route.cpu ?? own.cpu
            sentences += ceilings.lower(&own).map { "\(template): \($0)" }
            if route.wall != nil { routes[template]?.wall = own.wall }
            if route.cpu != nil { routes[template]?.cpu = own.cpu }
            if route.wall != routes[template]?.wall { lowered.insert("wall of \(template)") }
            if route.cpu != routes[template]?.cpu { lowered.insert("cpu of \(template)") }
        }
        ceilings.fill(&limits, unless: written)
        return sentences
    }
}
