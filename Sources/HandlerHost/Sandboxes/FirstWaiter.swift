/// Somebody who waits until a version serves, or until it is known why none does.
struct FirstWaiter {
    let continuation: CheckedContinuation<Bool, Never>
    /// When the request arrived that waits; nil for who has no limit.
    let received: ContinuousClock.Instant?
}
