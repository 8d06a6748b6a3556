import NIOCore

/// The connection of one call.
final class AGIConnection: Sendable {
    private let channel: any Channel
    private let box: LineBox

    init(channel: any Channel, box: LineBox) {
        self.channel = channel
        self.box = box
    }

    /// Sends a line; that the other side is gone shows when its reply is waited for.
    func send(_ command: AGICommand) {
        var buffer = channel.allocator.buffer(capacity: command.line.utf8.count + 1)
        buffer.writeString(command.line)
        buffer.writeInteger(UInt8(ascii: "\n"))
        channel.writeAndFlush(buffer, promise: nil)
    }

    /// What has come and was not read.
    func poll() -> LineBox.Item? { box.poll() }

    /// Waits for a line.
    func next(within limit: Duration) async -> LineBox.Item {
        let timer = Timer()
        defer { timer.cancel() }
        return await box.next { ticket in
            timer.start(self.channel.eventLoop, limit) { [box = self.box] in box.expire(ticket) }
        }
    }

    /// Has no line be read any more.
    func stop() { box.end(.stopping) }

    /// Says that nothing more comes, and waits until the other side has read everything and closed it; after a while it is closed here.
    ///
    /// Who answers a connection that is closed already may lose what he has not read yet.
    func finish(within limit: Duration) async {
        let timer = Timer()
        timer.start(channel.eventLoop, limit) { [channel] in channel.close(promise: nil) }
        defer { timer.cancel() }
        // The other side may have closed it already.
        try? await channel.close(mode: .output)
        try? await channel.closeFuture.get()
    }

    /// Closes it, and waits until what was sent has been passed on.
    func close() async {
        // It may be closed already.
        try? await channel.close()
    }
}
