import Glibc
import TestSupport
import Testing

/// A process in a worker's jail, with all that a worker would have.
@Suite(.ownThreads, .timeLimit(.minutes(5)))
struct ProbeTests {
    @Test(arguments: ForbiddenThing.all, Probe.User.possible)
    func aForbiddenThingDoesNotHappen(thing: ForbiddenThing, user: Probe.User) throws {
        #expect(try Probe("locked", thing.attempt, as: user).description == thing.outcome)
    }

    @Test func everyAttemptOfTheProbeIsExpectedToFail() throws {
        let listed = try CommandResult.run(BuiltProducts.path(of: "ringbox-jail-probe"), []).output.split(separator: "\n").map(String.init)
        let own = [
            "environment", "descriptors", "limits", "dump-core", "threads", "thread-bomb", "overflow-the-stack", "signal-itself",
            "working-folder",
        ]
        let first = ["connect-tcp", "listen-tcp", "connect-abstract"]
        #expect(Set(listed) == Set(ForbiddenThing.all.map(\.attempt) + own + first))
    }

    // MARK: The first step by itself: what holds while the engine starts, and behind the filter of system calls

    @Test(
        arguments: [
            ("open-for-reading", "error 13"), ("open-for-writing", "error 13"), ("open-a-folder", "error 13"),
            ("open-own-memory", "error 13"), ("open-own-environment", "error 13"), ("open-parents-memory", "error 13"),
            ("make-a-folder", "error 13"), ("exec", "error 13"),
            ("connect-tcp", "error 13"), ("listen-tcp", "error 13"),
            ("signal-parent", "error 1"), ("trace-parent", "error 1"), ("raise-a-limit", "error 1"), ("lock-memory", "error 1"),
            ("dumpable", "no"), ("open-the-random-device", "error 13"), ("working-folder", "/"),
        ], Probe.User.possible)
    func withoutTheFilterAnotherWallStands(_ expected: (attempt: String, outcome: String), user: Probe.User) throws {
        #expect(try Probe("enclosed", expected.attempt, as: user).description == expected.outcome)
    }

    @Test func withoutTheFilterAnAbstractSocketIsOutOfReach() throws {
        let listener = try AbstractListener(name: "ringbox-probe-\(getpid())")
        #expect(listener.isReachable)
        #expect(try Probe("enclosed", "connect-abstract").description == "error 1")
    }

    // MARK: What the process has

    @Test(arguments: Probe.User.possible)
    func theEnvironmentIsGoneButForTheTimeZone(user: Probe.User) throws {
        let before = try Probe("enclosed", "environment", as: user).description
        #expect(before.contains("RINGBOX_PROBE") && before.hasSuffix(", remembered"))
        let after = try Probe("locked", "environment", as: user).description
        #expect(after == "TZ, forgotten" || after == ", forgotten")
    }

    @Test(arguments: Probe.User.possible)
    func onlyTheSocketAndNothingAreOpen(user: Probe.User) throws {
        #expect(try Probe("locked", "descriptors", as: user).description == "0 1 2 3")
    }

    @Test(arguments: Probe.User.possible)
    func theLimitsAreLow(user: Probe.User) throws {
        #expect(try Probe("locked", "limits", as: user).description == "0/0 0/0 0/0 64/64 8388608/8388608")
    }

    @Test(arguments: Probe.User.possible)
    func threadsStartAndAProcessMaySignalItself(user: Probe.User) throws {
        #expect(try Probe("locked", "threads", as: user).description == "20")
        #expect(try Probe("locked", "signal-itself", as: user).description == "allowed")
    }

    @Test(arguments: Probe.User.possible)
    func aProcessThatGivesUpOrOverflowsEndsByThat(user: Probe.User) throws {
        #expect(try Probe("locked", "dump-core", as: user).exitCode == 128 + SIGABRT)
        #expect(try Probe("locked", "overflow-the-stack", as: user).exitCode == 128 + SIGSEGV)
    }

    /// The kernel does not count root's.
    @Test(.enabled(if: getuid() == 0))
    func aThreadBombEndsAtTheUsersLimit() throws {
        let prefix = ["/usr/bin/prlimit", "--nproc=100"]
        let count = Int(try Probe("locked", "thread-bomb", as: .nobody, prefix: prefix).answer)
        #expect(try #require(count) < 100)
    }
}
