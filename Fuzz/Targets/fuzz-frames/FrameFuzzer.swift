import FuzzSupport
import NIOCore
import NIOEmbedded
import WorkerProtocol

@testable import HandlerHost

/// The first byte is how many bytes arrive at a time, the rest what a worker sends.
///
/// The frames are the same however the bytes arrive, each is a piece of the stream, and what decodes as a report encodes
/// to the same report. The same bytes are read as a host's orders too.
@_cdecl("LLVMFuzzerTestOneInput")
package func testFrames(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let size = max(1, Int(input.byte()))
    let stream = input.rest
    let whole = Arrival(of: stream, piece: max(1, stream.count))
    let pieces = Arrival(of: stream, piece: size)
    hold(whole == pieces, "in pieces of \(size): \(pieces), at once: \(whole)")

    var position = 0
    for (kind, body) in zip(whole.kinds, whole.bodies) {
        let end = position + Frame.headerLength + body.count
        hold(end <= stream.count && Array(stream[(position + Frame.headerLength)..<end]) == body, "a frame that was not sent")
        position = end
        body.withUnsafeBytes { readReport(kind, $0) }
    }
    stream.withUnsafeBytes(readOrders)
    return 0
}

/// What the host's end of the socket makes of a stream.
private final class Arrival: Equatable, CustomStringConvertible {
    private(set) var kinds: [WorkerFrameKind] = []
    private(set) var bodies: [[UInt8]] = []
    private(set) var violation: FrameError?

    init(of stream: [UInt8], piece: Int) {
        let channel = EmbeddedChannel(handler: WorkerFrameHandler { [unowned self] in take($0) })
        for start in Swift.stride(from: 0, to: stream.count, by: piece) {
            let bytes = ByteBuffer(bytes: stream[start..<min(start + piece, stream.count)])
            do { try channel.writeInbound(bytes) } catch { fail("the handler threw \(error)") }
        }
        _ = try? channel.finish()
    }

    private func take(_ event: WorkerFrameHandler.Event) {
        switch event {
        case .frame(let kind, let body):
            hold(violation == nil, "a frame behind a violation")
            kinds.append(kind)
            bodies.append(Array(body.readableBytesView))
        case .violation(let error):
            hold(violation == nil && !error.description.isEmpty, "a second violation")
            violation = error
        case .closed: break
        }
    }

    static func == (left: Arrival, right: Arrival) -> Bool {
        left.kinds == right.kinds && left.bodies == right.bodies && left.violation == right.violation
    }

    var description: String { "\(kinds) of \(bodies.map(\.count)) bytes, \(violation?.description ?? "no violation")" }
}
