import Glibc
import WorkerProtocol

/// The worker's way in: reads the socket in large pieces and cuts them into frames.
struct FrameReader: ~Copyable {
    private let socket: Int32
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    /// Bytes of the buffer, as long as no larger frame comes.
    private static let usualCount = 64 * 1024
    /// A buffer beyond this is given back once its frame has been read: a state that was loaded is not needed any more.
    private static let keptCount = 1 << 20

    init(socket: Int32) {
        self.socket = socket
        buffer = .allocate(byteCount: Self.usualCount, alignment: 16)
    }

    deinit { buffer.deallocate() }

    /// Hands the next frame that is there whole to `body`; returns false when more has to be read first.
    ///
    /// - Throws: ``FrameError`` for bytes that are no frame.
    mutating func next(_ body: (HostFrameKind, UnsafeRawBufferPointer) throws(FrameError) -> Void) throws(FrameError) -> Bool {
        let unread = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
        guard let header = try FrameDecoder.header(unread) else {
            reserve(Frame.headerLength)
            return false
        }
        guard unread.count >= header.total else {
            reserve(header.total)
            return false
        }
        guard let kind = HostFrameKind(rawValue: header.kind) else { throw .unknownKind(header.kind) }
        start += header.total
        try body(kind, UnsafeRawBufferPointer(rebasing: unread[Frame.headerLength..<header.total]))
        return true
    }

    /// Waits for bytes until a moment of ``BootClock``; returns false when there are none until then.
    func waits(until moment: UInt64) -> Bool {
        while true {
            let now = BootClock.now
            // Rounded up: nothing is early.
            let milliseconds = moment > now ? (moment - now + 999_999) / 1_000_000 : 0
            var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let count = poll(&descriptor, 1, Int32(clamping: milliseconds))
            if count >= 0 || errno != EINTR { return count > 0 }
        }
    }

    /// Waits for bytes; returns false when the host has hung up.
    mutating func fill() -> Bool {
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
            let count = read(socket, room.baseAddress, room.count)
            if count > 0 {
                end += count
                return true
            }
            if count == 0 || errno != EINTR { return false }
        }
    }

    /// Makes room for `count` bytes from the first unread one on, and for at least one more byte to read.
    private mutating func reserve(_ count: Int) {
        let unread = end - start
        if start > 0 {
            let remainder = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
            buffer.copyMemory(from: remainder)
            start = 0
            end = unread
        }
        if unread == 0, buffer.count > Self.keptCount, count <= Self.usualCount {
            buffer.deallocate()
            buffer = .allocate(byteCount: Self.usualCount, alignment: 16)
        }
        guard max(count, unread + 1) > buffer.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, buffer.count * 2), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<unread]))
        buffer.deallocate()
        buffer = larger
    }
}
