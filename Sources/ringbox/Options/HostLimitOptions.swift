import ArgumentParser

/// How much all sandboxes of a host together may have.
struct HostLimitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many requests of all sandboxes may be under way at the same time; one over that is answered at once.", valueName: "count"))
    var turnLimit = 8_192

    func validate() throws {
        guard (1...1_000_000).contains(turnLimit) else { throw ValidationError("--turn-limit has to be from 1 to 1000000") }
    }
}
