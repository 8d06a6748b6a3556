import ServiceLifecycle

/// Writes `running.json` when it could not be written at the start, as on a full disk: again and again, with exponential backoff.
struct RunningFileService: Service {
    private static let shortest = Duration.milliseconds(500)
    private static let longest = Duration.seconds(10)

    let file: RunningFile
    /// What has to be written.
    let unwritten: AsyncStream<RunningFile.Addresses>

    func run() async {
        await cancelWhenGracefulShutdown {
            for await addresses in unwritten { await write(addresses) }
        }
    }

    private func write(_ addresses: RunningFile.Addresses) async {
        var pause = Self.shortest
        while true {
            do {
                try await Task.sleep(for: pause)
            } catch {
                return
            }
            if (try? file.write(addresses)) != nil { return }
            pause = min(pause * 2, Self.longest)
        }
    }
}
