import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// What was written of an answer.
final class CollectedBody: Sendable {
    private let content = Mutex<[UInt8]>([])

    var bytes: [UInt8] { content.withLock { $0 } }

    func append(_ buffer: ByteBuffer) { content.withLock { $0 += Array(buffer.readableBytesView) } }
}

/// Writes an answer's body into memory.
struct BodyCollector: ResponseBodyWriter {
    let body: CollectedBody

    mutating func write(_ buffer: ByteBuffer) async throws { body.append(buffer) }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
