/// Where a request's body ends, by what its head says.
package enum BodyFraming: Equatable {
    case none
    /// Bytes, at least one.
    case length(Int)
    case chunked
}
