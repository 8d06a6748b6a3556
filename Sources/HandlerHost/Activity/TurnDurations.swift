/// Where a turn's time went. A phase that the turn did not reach is zero.
package struct TurnDurations: Sendable, Equatable {
    /// From the request's arrival until the worker was given the turn.
    package var queued: Duration = .zero
    /// From then until the worker's report.
    package var run: Duration = .zero
    /// CPU time that the worker spent, out of ``run``.
    package var cpu: Duration = .zero
    /// Checking the reply against the dialect.
    package var check: Duration = .zero
    /// From the report until the change of state was stored.
    package var commit: Duration = .zero
    /// From the request's arrival until the reply was handed over.
    package var total: Duration = .zero

    package init() {}
}
