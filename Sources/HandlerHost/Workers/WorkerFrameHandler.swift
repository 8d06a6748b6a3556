import NIOCore
import WorkerProtocol

/// Cuts the bytes of a worker's socket into frames.
final class WorkerFrameHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    enum Event {
        /// A frame; the buffer is its body.
        case frame(WorkerFrameKind, ByteBuffer)
        /// The worker sent something that is no frame; nothing more is read.
        case violation(FrameError)
        /// The socket is closed.
        case closed
    }

    private let lengthLimit: Int
    private let receive: (Event) -> Void
    private var pending = ByteBuffer()
    private var isBroken = false

    /// - Parameters:
    ///   - lengthLimit: The longest frame that is read, in bytes; one that announces more is a violation.
    ///   - receive: Called on the channel's event loop.
    init(lengthLimit: Int = Frame.maximumLength, receive: @escaping (Event) -> Void) {
        self.lengthLimit = lengthLimit
        self.receive = receive
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isBroken else { return }
        var buffer = unwrapInboundIn(data)
        if pending.readableBytes == 0 {
            swap(&pending, &buffer)
        } else {
            pending.writeBuffer(&buffer)
        }
        do throws(FrameError) {
            while let (kind, body) = try nextFrame() { receive(.frame(kind, body)) }
        } catch {
            isBroken = true
            receive(.violation(error))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        receive(.closed)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func nextFrame() throws(FrameError) -> (WorkerFrameKind, ByteBuffer)? {
        let header: (total: Int, kind: UInt8)?
        do {
            header = try pending.withUnsafeReadableBytes { try FrameDecoder.header($0) }
        } catch let error as FrameError {
            throw error
        } catch {
            return nil
        }
        guard let header else { return nil }
        guard header.total <= lengthLimit else { throw .lengthOutOfRange(header.total) }
        guard pending.readableBytes >= header.total else { return nil }
        guard let kind = WorkerFrameKind(rawValue: header.kind) else { throw .unknownKind(header.kind) }
        pending.moveReaderIndex(forwardBy: Frame.headerLength)
        guard let body = pending.readSlice(length: header.total - Frame.headerLength) else { return nil }
        if pending.readableBytes == 0 { pending = ByteBuffer() }
        return (kind, body)
    }
}
