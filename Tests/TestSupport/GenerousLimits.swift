/// Limits of time that no handler of a test comes near to, however slow and busy the machine is. Where a limit is the subject of a
/// test, its `sandbox.yaml` says it.
package enum GenerousLimits {
    package static let all = ["wall=5m", "cpu=5m", "queued=5m", "load=5m"]

    /// For hosts, whose ceilings are lower when their operator says nothing.
    package static let ceilings = ["wall=10m", "cpu=10m", "queued=10m", "load=10m"].flatMap { ["--limit", $0] }

    /// For commands and hosts that are programs of their own.
    package static let environment = ["RINGBOX_DEFAULT_LIMITS": all.joined(separator: " ")]
}
