/// The envelope of everything that crosses the socket between a host and a worker.
///
/// A frame is a 4-byte little-endian length, a 1-byte kind and a body; the length counts the kind and the body.
/// Inside a body, integers are little-endian and a *field* is a 4-byte length followed by that many bytes.
package enum Frame {
    /// Bytes before the body: the length and the kind.
    package static let headerLength = 5

    /// The largest length that a frame may announce, in bytes. A peer that announces more is broken or hostile.
    package static let maximumLength = 1 << 30
}

/// What a host tells a worker.
package enum HostFrameKind: UInt8, Sendable {
    /// A ``LoadOrder``: make a realm, run the bundle's files in it, answer with loaded or load failed.
    case load = 1
    /// A ``TurnOrder``: run one request.
    case turn = 2
    /// A ``RewindOrder``: undo turns that will not be committed.
    case rewind = 3
    /// A ``CancelOrder``: drop a turn that waits for something.
    case cancel = 4
    /// A ``StatePiece``, before the load order that it belongs to. The first one ends whatever the worker runs.
    case state = 5
}

/// What a worker tells its host.
package enum WorkerFrameKind: UInt8, Sendable {
    /// A ``ReadyReport``: the VM and the runtime are loaded.
    case ready = 1
    /// A ``LoadReport`` of a bundle that can serve.
    case loaded = 2
    /// A ``LoadReport`` of a bundle that cannot; its `failure` says why.
    case loadFailed = 3
    /// A ``TurnReport``, exactly one for each ``TurnOrder``, in the order in which the turns end. Both sides count them: a report's
    /// place in that order, from 1, is what ``TurnOrder/settled`` and ``RewindOrder/report`` name it by.
    case turnEnded = 4
}
