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
    package var stateVersion: Int64
}
