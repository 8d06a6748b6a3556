/// A bundle that lacked something when it was loaded, and is loaded again.
struct PostponedLoad {
    let bundle: Bundle
    /// When that was.
    let attempt: ContinuousClock.Instant
}
