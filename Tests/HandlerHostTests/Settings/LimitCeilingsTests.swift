import HandlerHost
import PBXInstructions
import Testing

@testable import struct HandlerHost.SandboxLimits

/// What a host allows its sandboxes.
struct LimitCeilingsTests {
    @Test func lowerWhatIsHigherAndSaySo() throws {
        let ceilings = try LimitCeilings(parsing: ["wall=1s", "memory=64MiB", "queue=10"])
        let yaml = """
            limits: { wall: 10s, queue: 5 }
            routes: { /a: { limits: { wall: 2s } }, /b: { limits: { wall: 500ms } } }
            """
        var settings = try SandboxSettings(parsing: Array(yaml.utf8), file: "a/sandbox.yaml", dialect: .uis)
        let sentences = settings.lower(to: ceilings)
        #expect(settings.limits.wall == .seconds(1) && settings.limits.queue == 5)
        #expect(settings.limits.memory == 64 << 20, "a default is lowered as well, without a word")
        #expect(settings.routes["/a"]?.wall == .seconds(1) && settings.routes["/b"]?.wall == .milliseconds(500))
        #expect(
            sentences == [
                "limits.wall is 10s, and this host allows 1s, which holds (--limit wall=10s allows it)",
                "/a: limits.wall is 2s, and this host allows 1s, which holds (--limit wall=2s allows it)",
            ])
    }

    @Test func changeNothingThatIsLower() throws {
        var settings = SandboxSettings(dialect: .uis)
        #expect(settings.lower(to: LimitCeilings()).isEmpty)
        #expect(settings == SandboxSettings(dialect: .uis))
    }

    @Test func holdForTheHostsDefaultsAndThoseForWhatIsNotWritten() throws {
        var ceilings = try LimitCeilings(parsing: ["queue=10"])
        ceilings.defaults = try LimitDefaults(parsing: ["wall=20s", "cpu=1s", "queue=500"])
        let yaml = "limits: { wall: 10s }"
        var settings = try SandboxSettings(parsing: Array(yaml.utf8), file: "a/sandbox.yaml", dialect: .uis)
        #expect(settings.lower(to: ceilings) == [])
        #expect(settings.limits.wall == .seconds(10) && settings.limits.cpu == .seconds(1) && settings.limits.queue == 10)
        #expect(settings.limits.load == SandboxLimits().load)
        var silent = SandboxSettings(dialect: .uis)
        #expect(silent.lower(to: ceilings) == [])
        #expect(silent.limits.wall == .seconds(20))
    }

    /// Who writes handlers is not who runs the host.
    @Test func areSaneWhereTheOperatorSaysNothing() throws {
        let yaml = "limits: { wall: 10m, cpu: 10m, reply: 256MiB, turns: 65536, memory: 64GiB }"
        var settings = try SandboxSettings(parsing: Array(yaml.utf8), file: "a/sandbox.yaml", dialect: .uis)
        #expect(settings.lower(to: .standard).count == 5)
        #expect(settings.limits.wall == .seconds(60) && settings.limits.cpu == .seconds(30) && settings.limits.turns == 4_096)
        #expect(settings.limits.reply == 8 << 20 && settings.limits.memory == 512 << 20)
        var usual = SandboxSettings(dialect: .uis)
        #expect(usual.lower(to: .standard).isEmpty && usual.limits == SandboxLimits())
    }

    @Test func areRaisedByTheOperator() throws {
        var settings = try SandboxSettings(parsing: Array("limits: { wall: 5m, cpu: 5m }".utf8), file: "a/sandbox.yaml", dialect: .uis)
        #expect(settings.lower(to: try LimitCeilings(parsing: ["wall=10m"], over: .standard)).count == 1)
        #expect(settings.limits.wall == .seconds(300) && settings.limits.cpu == .seconds(30))
    }

    @Test(arguments: [
        ("wall", #""wall" has to be written like wall=10s or memory=256MiB"#),
        ("wal=10s", #"unknown limit "wal" (did you mean "wall"?)"#),
        ("wall=10", #"wall has to be written like 3s, 200ms or 2m, not "10""#),
        ("queue=0", "queue has to be from 1 to 65536, not 0"),
        ("время=3s", #"unknown limit "время""#),
    ])
    func areRefusedWithWhatIsWrong(_ text: String, _ sentence: String) {
        do {
            _ = try LimitCeilings(parsing: [text])
            Issue.record("\(text) was accepted")
        } catch {
            #expect(error.description.hasPrefix(sentence), "\(error)")
        }
    }
}
