import ArgumentParser
import HTTPFrontend
import StateStore
import Testing

@testable import ringbox

struct OptionTests {
    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("1.5s", .milliseconds(1_500)), ("10m", .seconds(600)), ("2h", .seconds(7_200)),
        ("0s", .zero),
    ])
    func readsDurations(_ text: String, _ duration: Duration) {
        #expect(DurationArgument(argument: text)?.duration == duration)
    }

    @Test(arguments: ["1MiB", "2000000GiB", "much"])
    func saysWhichSizesOfAHistoryThereAre(_ text: String) throws {
        let error = #expect(throws: (any Error).self) { try Ringbox.parseAsRoot(["serve", "--history-bytes", text]) }
        #expect(Ringbox.message(for: try #require(error)).contains("--history-bytes has to be a size from 64MiB to 1048576GiB, "))
    }

    @Test func theExamplesForASizeAreAccepted() throws {
        let error = #expect(throws: (any Error).self) { try Ringbox.parseAsRoot(["serve", "--history-bytes", "1MiB"]) }
        let message = Ringbox.message(for: try #require(error))
        #expect(message.contains("such as 128MiB or 1GiB, and not 1MiB"), "\(message)")
        for example in ["128MiB", "1GiB"] { _ = try Ringbox.parseAsRoot(["serve", "--history-bytes", example]) }
    }

    @Test(arguments: ["", "s", "10", "-1s", "1d", "nans", "infs", "1e99s", "1 0s"])
    func refusesWhatIsNoDuration(_ text: String) {
        #expect(DurationArgument(argument: text) == nil)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8081", "127.0.0.1:8081"), ("http://a/", "a:80"), ("http://[::1]:9/", "[::1]:9"), ("http://a:1", "a:1"),
    ])
    func findsTheHostOfAURL(_ url: String, _ address: String) throws {
        let command = try #require(try Ringbox.parseAsRoot(["health", "--admin-url", url, "--data", "/nonexistent"]) as? HealthCommand)
        #expect(try command.admin.client()?.address.description == address)
    }

    @Test(arguments: ["127.0.0.1:8081", "https://a", "http://", "http://:80", "http://a:b", "http://a:70000", "http://a/b", "http://a b"])
    func refusesWhatIsNoURLOfAHost(_ url: String) throws {
        let command = try #require(try Ringbox.parseAsRoot(["health", "--admin-url", url]) as? HealthCommand)
        let failure = #expect(throws: CommandFailure.self) { try command.admin.client() }
        #expect(failure?.code == .usage)
    }

    @Test(arguments: [
        ["serve", "--port", "70000"], ["serve", "--spares", "-1"], ["serve", "--worker-limit", "0"], ["logs", "-n", "-1"], ["new", "б"],
        ["serve", "--port", "9000", "--admin-port", "9000"], ["serve", "--history-versions", "0"], ["serve", "--history-days=-1"],
    ])
    func refusesWrongUsage(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Ringbox.parseAsRoot(arguments) }
    }

    @Test func readsHowMuchHistoryIsKept() throws {
        let usual = try #require(try Ringbox.parseAsRoot(["serve"]) as? ServeCommand)
        #expect(usual.history.retention == StateRetention())
        let less = try #require(try Ringbox.parseAsRoot(["serve", "--history-versions", "7", "--history-days", "2"]) as? ServeCommand)
        #expect(less.history.retention == StateRetention(versions: 7, age: .seconds(172_800)))
        let small = try #require(
            try Ringbox.parseAsRoot(["serve", "--history-bytes", "64MiB", "--history-total-bytes", "1GiB"]) as? ServeCommand)
        #expect(small.history.retention == StateRetention(bytes: 64 << 20, totalBytes: 1 << 30))
        for wrong in ["63MiB", "x", "-1", "99999999GiB"] {
            #expect(throws: (any Error).self) { try Ringbox.parseAsRoot(["serve", "--history-bytes", wrong]) }
        }
    }
}
