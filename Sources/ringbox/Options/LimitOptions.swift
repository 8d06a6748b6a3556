import ArgumentParser
import HandlerHost

/// How much a host lets its sandboxes have.
struct LimitOptions: ParsableArguments {
    @Option(
        name: .customLong("limit"),
        help: ArgumentHelp(
            "The most that a limit of a sandbox may be, such as wall=10s or memory=256MiB; may be given several times.",
            discussion:
                "The limits are those of sandbox.yaml: \(LimitCeilings.keys.joined(separator: ", ")). What holds where it says nothing can be given in the variable \(DefaultLimits.variable), such as \"cpu=1s load=10s\".",
            valueName: "limit=value"))
    var limits: [String] = []

    @Option(
        help: ArgumentHelp(
            "How many requests of all sandboxes may be under way at the same time; one over that is answered at once.", valueName: "count"))
    var turnLimit = 8_192

    /// - Throws: ``CommandFailure`` for what is no limit.
    func ceilings() throws(CommandFailure) -> LimitCeilings {
        var ceilings: LimitCeilings
        do {
            ceilings = try LimitCeilings(parsing: limits)
        } catch {
            throw CommandFailure(.usage, "--limit: \(error)")
        }
        ceilings.defaults = try DefaultLimits.fromEnvironment()
        return ceilings
    }

    func validate() throws {
        guard (1...1_000_000).contains(turnLimit) else { throw ValidationError("--turn-limit has to be from 1 to 1000000") }
    }
}
