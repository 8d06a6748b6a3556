import NIOCore
import WorkerProtocol

/// Cuts the bytes of a worker's socket into frames, some at a time: thousands of turns may end at the same moment.
final class WorkerFrameHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    enum Event {
        /// A frame; the buffer is its body.
        case frame(WorkerFrameKind, ByteBuffer)
        /// The worker sent something that is no frame; nothing more is read.
        case violation(FrameError)
        /// The socket is closed.
        case closed
    }

    /// After so many frames others on the event loop come first.
    private static let framesAtOnce = 32

    private let lengthLimit: Int
    private let receive: (Event) -> Void
    private var pending = ByteBuffer()
    private var isBroken = false
    /// Whether frames are left that are cut soon. Nothing more is read until then.
    private var isPausing = false
    private var isReadWanted = false
    private var isClosed = false

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
        if !isPausing { cut(context) }
    }

    /// Holds the reading back while frames wait here.
    func read(context: ChannelHandlerContext) {
        if isPausing { isReadWanted = true } else { context.read() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosed = true
        if !isPausing { receive(.closed) }
    }

    private func cut(_ context: ChannelHandlerContext) {
        do throws(FrameError) {
            for _ in 0..<Self.framesAtOnce {
                guard let (kind, body) = try nextFrame() else { return }
                receive(.frame(kind, body))
            }
            guard pending.readableBytes > 0 else { return }
            isPausing = true
            context.eventLoop.assumeIsolated().execute { self.goOn(context) }
        } catch {
            isBroken = true
            receive(.violation(error))
        }
    }

    private func goOn(_ context: ChannelHandlerContext) {
        isPausing = false
        cut(context)
        guard !isPausing else { return }
        if isClosed {
            receive(.closed)
        } else if isReadWanted {
            isReadWanted = false
            context.read()
        }
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
