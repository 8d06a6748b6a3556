import Glibc

/// Writes a program's input and collects what it writes to its two outputs, all at once, so that neither side waits
/// for the other for ever.
struct ProcessExchange {
    enum End: Equatable {
        /// The program has closed both outputs.
        case closed
        case timedOut
        /// The first output has more bytes than it may have.
        case overflowed
    }

    private let input: [UInt8]
    private var sent = 0
    private var into: Int32
    private var sources: [Int32]
    private let limits: [Int]
    /// What came from each output.
    private(set) var outputs: [[UInt8]] = [[], []]

    /// - Parameters:
    ///   - into: The socket that the program reads; like the others it stays the caller's.
    ///   - limits: The most bytes of each output. More from the first one ends the exchange; more from the second one is dropped.
    init(input: [UInt8], into: Int32, standard: Int32, errors: Int32, limits: [Int]) {
        self.input = input
        self.into = into
        self.limits = limits
        sources = [standard, errors]
    }

    /// Goes on until the program has closed both outputs, or until `end`.
    mutating func run(until end: ContinuousClock.Instant) -> End {
        while sources.contains(where: { $0 >= 0 }) {
            let left = end - ContinuousClock.now
            guard left > .zero else { return .timedOut }
            // Negative descriptors are passed over.
            var polled = sources.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            polled.append(pollfd(fd: into, events: Int16(POLLOUT), revents: 0))
            // Safe: at most a minute.
            guard poll(&polled, nfds_t(polled.count), Int32(min(left / .milliseconds(1), 60_000)) + 1) > 0 else { continue }
            for index in sources.indices where polled[index].revents != 0 { receive(index) }
            guard outputs[0].count <= limits[0] else { return .overflowed }
            if polled[sources.count].revents != 0 { send() }
        }
        return .closed
    }

    private mutating func receive(_ index: Int) {
        let source = sources[index]
        let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(recv(source, buffer.baseAddress, buffer.count, 0), 0)
        }
        // One byte over the limit tells that there were more.
        outputs[index] += chunk.prefix(limits[index] - outputs[index].count + (index == 0 ? 1 : 0))
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
