import ServiceLifecycle

/// A service whose end a stop waits for, by name. The first one that ends, for whatever reason, is the beginning of the stop.
struct WatchedService: Service {
    let service: any Service
    let name: String
    let watchdog: StopWatchdog

    func run() async throws {
        watchdog.began(name)
        defer {
            watchdog.ended(name)
            watchdog.start()
        }
        try await service.run()
    }
}
