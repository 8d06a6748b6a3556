/// A file of a sandbox, as it lies in the folder.
struct SandboxFile: Sendable {
    /// Relative to the sandbox.
    var path: String
    var role: FileRole
    var bytes: [UInt8]
}
