import Glibc
import HandlerHost

/// The limits of sandboxes whose `sandbox.yaml` says nothing of them, from the environment: they belong to the machine and hold for
/// every command that runs handlers.
enum DefaultLimits {
    static let variable = "RINGBOX_DEFAULT_LIMITS"

    /// - Throws: ``CommandFailure`` for what is no limit.
    static func fromEnvironment() throws(CommandFailure) -> LimitDefaults {
        let text = getenv(variable).map { String(cString: $0) } ?? ""
        do {
            return try LimitDefaults(parsing: text.split(separator: " ").map(String.init))
        } catch {
            throw CommandFailure(.usage, "the variable \(variable), which is like \"cpu=1s load=10s\": \(error)")
        }
    }
}
