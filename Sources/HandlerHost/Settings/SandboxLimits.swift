/// What one sandbox may use.
package struct SandboxLimits: Sendable, Equatable {
    /// Wall-clock time of one turn.
    package var wall: Duration = .seconds(3)
    /// CPU time of one turn.
    package var cpu: Duration = .milliseconds(200)
    /// Memory of the worker, in bytes.
    package var memory: Int = 128 << 20
    /// Request body, in bytes.
    package var body: Int = 1 << 20
    /// Reply, in bytes.
    package var reply: Int = 1 << 20
    /// The state as JSON, in bytes.
    package var state: Int = 16 << 20
    /// What one turn changes in the state, as a JSON Patch in bytes.
    package var patch: Int = 4 << 20
    /// Turns that may wait for the worker or in it.
    package var queue: Int = 256
    /// Wall-clock time that a turn may wait before it runs.
    package var queued: Duration = .seconds(2)
    /// Turns that may be unanswered: those that wait, and those whose changes are on their way to the store.
    package var turns: Int = 1_024
    /// Wall-clock time of loading a bundle in a worker.
    package var load: Duration = .seconds(2)
    /// Log lines of one turn, in bytes.
    package var log: Int = 64 << 10
    /// All files of the bundle, in bytes.
    package var bundle: Int = 32 << 20
    /// Requests of all callers together; nil for any number.
    package var rate: RateLimit?
    /// Requests of one caller's address; nil for any number.
    package var callerRate: RateLimit?

    package init() {}
}
