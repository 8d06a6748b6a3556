import ArgumentParser
import HandlerHost

/// The most that the limits of sandboxes may be.
struct LimitOptions: ParsableArguments {
    @Option(
        name: .customLong("limit"),
        help: ArgumentHelp(
            "The most that a limit of a sandbox may be, such as wall=10s or memory=256MiB; may be given several times. What sandbox.yaml puts higher is lowered, with a warning. (default: see docs/operating.md)",
            discussion:
                "The limits are those of sandbox.yaml: \(LimitCeilings.keys.joined(separator: ", ")). What holds where it says nothing can be given in the variable \(DefaultLimits.variable), such as \"cpu=1s load=10s\".",
            valueName: "limit=value"))
    var limits: [String] = []

    /// - Throws: ``CommandFailure`` for what is no limit.
    func ceilings() throws(CommandFailure) -> LimitCeilings {
        var ceilings: LimitCeilings
        do {
            ceilings = try LimitCeilings(parsing: limits, over: .standard)
        } catch {
            throw CommandFailure(.usage, "--limit: \(error)")
        }
        ceilings.defaults = try DefaultLimits.fromEnvironment()
        return ceilings
    }
}
