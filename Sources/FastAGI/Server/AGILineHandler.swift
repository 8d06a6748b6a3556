import NIOCore

/// Cuts what comes from a connection into lines.
final class AGILineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let box: LineBox
    private let limit: Int
    private var unread = ByteBuffer()
    /// How much of `unread` has no end of a line in it.
    private var searched = 0

    /// - Parameter limit: The longest line in bytes.
    init(box: LineBox, limit: Int) {
        self.box = box
        self.limit = limit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var chunk = unwrapInboundIn(data)
        unread.writeBuffer(&chunk)
        while let line = nextLine() {
            guard box.put(line) else { return context.close(promise: nil) }
        }
        if unread.readableBytes > limit {
            box.end(.longLine(limit: limit))
            context.close(promise: nil)
        }
        unread.discardReadBytes()
    }

    private func nextLine() -> String? {
        let view = unread.readableBytesView
        guard let end = view.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) else {
            searched = view.count
            return nil
        }
        let count = end - view.startIndex
        searched = 0
        guard count <= limit else {
            box.end(.longLine(limit: limit))
            return nil
        }
        var bytes = view[..<end]
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        let line = String(decoding: bytes, as: UTF8.self)
        unread.moveReaderIndex(forwardBy: count + 1)
        return line
    }

    func channelInactive(context: ChannelHandlerContext) { box.end(.disconnected) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        box.end(.disconnected)
        context.close(promise: nil)
    }
}
