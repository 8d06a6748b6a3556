/// Limits of time that no handler of a test comes near to, however slow and busy the machine is. Where a limit is the subject of a
/// test, its `sandbox.yaml` says it.
package enum GenerousLimits {
    package static let all = ["wall=5m", "cpu=5m", "queued=5m", "load=5m"]

    /// For commands and hosts that are programs of their own.
    package static let environment = ["RINGBOX_DEFAULT_LIMITS": all.joined(separator: " ")]
}
