/// What people want to know of a sandbox at a glance.
package struct SandboxSummary: Sendable {
    package var name: String
    /// The version of the bundle that serves, nil for none.
    package var bundle: String?
    /// Such as `GET /orders/{id}`; `*` stands for every method.
    package var routes: [String]
    package var dialect: String
    /// Why the newest files do not serve, nil when they do.
    package var problem: String?
    package var warnings: [String]
    /// The process that runs it at the moment.
    package var processID: Int32?
    /// Memory of that process that it shares with no file, in bytes.
    package var memory: Int?
    /// Requests that wait for their run, and that are unanswered altogether.
    package var waiting: Int
    package var unanswered: Int
    /// Requests whose handler has begun and waits for something, such as a timer.
    package var suspended: Int
    /// How often its process ended of late although it was to go on; forgotten little by little.
    package var deaths: Int
    /// Until the next process may start; nil when it may.
    package var pause: Duration?
    package var stateVersion: Int64
    /// The bytes that its state and history take in the data folder; nil before they were counted.
    package var stateBytes: Int?
}
