import TestSupport

/// What was seen of one request to a hostile handler.
struct Observation {
    var answer: HTTPAnswer?
    /// From the request to its answer.
    var waited: Duration = .zero
    /// The most private memory of the worker that was seen, in bytes.
    var peak = 0
    /// The neighbour's answers while the request was under way.
    var neighbourServed = 0
    /// The longest that the neighbour's caller had to wait.
    var neighbourWaited: Duration = .zero
}
