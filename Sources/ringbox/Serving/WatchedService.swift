import ServiceLifecycle

/// A service whose end a stop waits for, by name.
struct WatchedService: Service {
    let service: any Service
    let name: String
    let watchdog: StopWatchdog

    func run() async throws {
        watchdog.began(name)
        defer { watchdog.ended(name) }
        try await service.run()
    }
}
