import NIOCore

/// A worker's process and the channel to it, on their way to the event loop that will own them.
struct WorkerChannel: Sendable {
    let number: Int
    let process: WorkerProcess
    let channel: any Channel
}
