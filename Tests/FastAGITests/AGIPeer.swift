import NIOCore
import NIOPosix
import TestSupport

/// The PBX's end of a connection.
struct AGIPeer {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    static func connect(port: Int) async throws -> AGIPeer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(20))
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
            }
        return AGIPeer(channel: channel)
    }

    /// Plays a channel through a call, and returns it as it is at the end.
    static func call(port: Int, _ channel: AsteriskChannel, script: String = "test", id: String = "1733000000.1") async throws
        -> AsteriskChannel
    {
        try await connect(port: port).talk(beginning: AsteriskChannel.environment(script, id: id), channel) { channel, line in
            channel.perform(line).map { $0 + "\n" }.joined()
        }
    }

    /// Sends something, then answers each line until the server closes the connection, or the answer is nil.
    func talk<State: Sendable>(
        beginning: String, _ state: State, answer: @Sendable (inout State, String) -> String?
    ) async throws -> State {
        try await channel.executeThenClose { inbound, outbound in
            var state = state
            try await outbound.write(ByteBuffer(string: beginning))
            var unread = ByteBuffer()
            for try await chunk in inbound {
                unread.writeImmutableBuffer(chunk)
                while let end = unread.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = unread.readString(length: end - unread.readerIndex) ?? ""
                    unread.moveReaderIndex(forwardBy: 1)
                    guard let text = answer(&state, line) else { return state }
                    // The server may have gone with its last line.
                    if !text.isEmpty { try? await outbound.write(ByteBuffer(string: text)) }
                }
            }
            return state
        }
    }

    /// Sends bytes, piece by piece, and returns what came until the server closed the connection.
    func send(_ pieces: [[UInt8]]) async throws -> String {
        try await channel.executeThenClose { inbound, outbound in
            for piece in pieces {
                // Who is told to go does not listen to the rest.
                do { try await outbound.write(ByteBuffer(bytes: piece)) } catch { break }
            }
            var all = ByteBuffer()
            do { for try await chunk in inbound { all.writeImmutableBuffer(chunk) } } catch {}
            return String(buffer: all)
        }
    }
}
