import HTTPText

/// Whom a turn counts for when places are shared.
struct TurnCaller: Hashable {
    /// The caller's address; of an IPv6 address the network. ``IPAddress/unknown`` when nobody knows it.
    let address: IPAddress
    /// The telephone number behind a caller who has shown that he is let in, such as an exchange that calls for many; empty for others,
    /// who could make one up for each request.
    let number: String

    init(_ request: IncomingRequest) {
        address = IPAddress(request.peer)?.callerKey ?? .unknown
        number = request.isTrusted ? QueryString(parsing: request.query)["numa"] ?? "" : ""
    }
}
