import FuzzSupport
import WorkerProtocol

/// Reads a stream as a host's: what decodes encodes to the same order.
func readOrders(_ stream: UnsafeRawBufferPointer) {
    var start = 0
    while let header = try? FrameDecoder.header(UnsafeRawBufferPointer(rebasing: stream[start...])), start + header.total <= stream.count {
        let body = UnsafeRawBufferPointer(rebasing: stream[(start + Frame.headerLength)..<(start + header.total)])
        start += header.total
        switch HostFrameKind(rawValue: header.kind) {
        case .load: readLoadOrder(body)
        case .turn: readTurnOrder(body)
        case .rewind: readRewindOrder(body)
        case .cancel: readCancelOrder(body)
        case .state: readStatePiece(body)
        case nil: return
        }
    }
}

private func readLoadOrder(_ body: UnsafeRawBufferPointer) {
    guard let order = try? LoadOrder(decoding: body) else { return }
    let again = encoded { order.encode(into: &$0) }
    hold(again.withUnsafeBytes { try? LoadOrder(decoding: $0) } == order, "the load order does not read back: \(order)")
}

private func readStatePiece(_ body: UnsafeRawBufferPointer) {
    let pieces = Array(StatePiece.pieces(of: Array(body)))
    hold(pieces.flatMap(\.text) == Array(body), "the pieces of a state are not the state")
    hold(pieces.allSatisfy { 1...StatePiece.byteCount ~= $0.text.count }, "a piece of a state is empty or too long")
}

private func readTurnOrder(_ body: UnsafeRawBufferPointer) {
    guard let order = try? TurnOrder(decoding: body) else { return }
    hold(encoded { order.encode(into: &$0) } == Array(body), "the turn order does not encode to what it was")
}

private func readRewindOrder(_ body: UnsafeRawBufferPointer) {
    guard let order = try? RewindOrder(decoding: body) else { return }
    hold(encoded { order.encode(into: &$0) } == Array(body), "the rewind order does not encode to what it was")
}

private func readCancelOrder(_ body: UnsafeRawBufferPointer) {
    guard let order = try? CancelOrder(decoding: body) else { return }
    hold(encoded { order.encode(into: &$0) } == Array(body), "the cancel order does not encode to what it was")
}
