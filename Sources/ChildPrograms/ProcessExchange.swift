import Glibc

/// Writes a program's input and collects what it writes to its two outputs, all at once, so that neither side waits
/// for the other for ever.
struct ProcessExchange {
    private let input: [UInt8]
    private var sent = 0
    private var into: Int32
    private var sources: [Int32]
    /// What came from each output.
    private(set) var outputs: [[UInt8]] = [[], []]

    /// - Parameters:
    ///   - into: The socket that the program reads; like the others it stays the caller's.
    init(input: [UInt8], into: Int32, standard: Int32, errors: Int32) {
        self.input = input
        self.into = into
        sources = [standard, errors]
    }

    /// Goes on until the program has closed both outputs; returns whether it did before `end`.
    mutating func run(until end: ContinuousClock.Instant) -> Bool {
        while sources.contains(where: { $0 >= 0 }) {
            let left = end - ContinuousClock.now
            guard left > .zero else { return false }
            // Negative descriptors are passed over.
            var polled = sources.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            polled.append(pollfd(fd: into, events: Int16(POLLOUT), revents: 0))
            guard poll(&polled, nfds_t(polled.count), Int32(left / .milliseconds(1)) + 1) > 0 else { continue }
            for index in sources.indices where polled[index].revents != 0 { receive(index) }
            if polled[sources.count].revents != 0 { send() }
        }
        return true
    }

    private mutating func receive(_ index: Int) {
        let source = sources[index]
        let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(recv(source, buffer.baseAddress, buffer.count, 0), 0)
        }
        outputs[index] += chunk
        if chunk.isEmpty { sources[index] = -1 }
    }

    private mutating func send() {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        let count = input[sent...].withUnsafeBytes { Glibc.send(into, $0.baseAddress, $0.count, flags) }
        sent += max(count, 0)
        // A program that stops reading is answered by its status, not by a failed write.
        if count < 0 || sent == input.count {
            shutdown(into, Int32(SHUT_WR))
            into = -1
        }
    }
}
