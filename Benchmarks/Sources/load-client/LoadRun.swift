import Glibc

/// Drives streams on one thread until their time is over and their requests are answered.
struct LoadRun {
    /// How long answers are waited for after the end.
    private static let patience = 15 * Clock.second

    let streams: [Stream]
    let end: UInt64
    /// Seconds between two lines of progress on standard error; 0 for none.
    let progress: UInt64

    func run() {
        var nextLine = progress == 0 ? UInt64.max : Clock.now + progress * Clock.second
        while true {
            let now = Clock.now
            let isOver = now >= end
            for stream in streams { stream.issue(at: now, isOver: isOver) }
            if isOver, !streams.contains(where: \.hasWork) || now > end + Self.patience { break }
            if now >= nextLine {
                report(now)
                nextLine += progress * Clock.second
            }
            wait(until: min(streams.map(\.nextWake).min() ?? .max, nextLine, isOver ? now + Clock.second / 10 : end))
        }
        for stream in streams { stream.finish() }
    }

    private func wait(until wake: UInt64) {
        let connections = streams.flatMap { stream in stream.busy.map { (stream, $0) } }
        var readable = DescriptorSet()
        var writable = DescriptorSet()
        for (_, connection) in connections {
            readable.insert(connection.descriptor)
            if connection.hasUnsent { writable.insert(connection.descriptor) }
        }
        let now = Clock.now
        guard DescriptorSet.wait(&readable, &writable, nanoseconds: wake > now ? wake - now : 0) else { return }
        for (stream, connection) in connections
        where readable.contains(connection.descriptor) || writable.contains(connection.descriptor) {
            stream.proceed(connection)
        }
    }

    private func report(_ now: UInt64) {
        let sent = streams.reduce(0) { $0 + $1.sent }
        let answered = streams.reduce(0) { $0 + $1.latencies.count }
        let wrong = streams.reduce(0) { $0 + $1.wrongCount }
        let left = end > now ? (end - now) / Clock.second : 0
        let line = "  \(sent) sent, \(answered) answered, \(wrong) wrong, \(left) s left\n"
        _ = write(2, line, line.utf8.count)
    }
}
