import Glibc

/// What an attempt may aim at.
struct Surroundings {
    /// The process that started the probe.
    var parent: pid_t
    /// Where the text of the variable RINGBOX_PROBE was, outside of the jail.
    var variable: UnsafePointer<CChar>?
}
