import Glibc
import ServiceLifecycle
import Testing

@testable import ringbox

struct WatchedServiceTests {
    private struct Failing: Service {
        func run() async throws { throw CancellationError() }
    }

    private struct Ending: Service {
        func run() async {}
    }

    /// Nobody has sent a signal, and the stop is watched all the same.
    @Test(.timeLimit(.minutes(2)), arguments: [true, false])
    func theFirstServiceThatEndsBeginsTheStop(fails: Bool) async {
        await #expect(processExitsWith: .exitCode(1)) { [fails = fails as Bool] in
            let watchdog = StopWatchdog(limit: .zero)
            watchdog.began("a disk that does not answer")
            let service: any Service = fails ? Failing() : Ending()
            try? await WatchedService(service: service, name: "service", watchdog: watchdog).run()
            while true { pause() }
        }
    }
}
