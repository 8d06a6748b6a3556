import Synchronization
import TestSupport
import Testing

@testable import ringbox

@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct LogLinesTests {
    private final class Reader: Sendable {
        let text = Mutex("")
        /// Held as long as nobody reads.
        let blocked = Mutex(())
        func take(_ part: String) { blocked.withLock { _ in text.withLock { $0 += part } } }
    }

    @Test func areWrittenInOrder() {
        let reader = Reader()
        let lines = LogLines { reader.take($0) }
        for number in 0..<100 { lines.add("\(number)") }
        lines.flush()
        #expect(reader.text.withLock { $0 } == (0..<100).map { "\($0)\n" }.joined())
    }

    @Test func whoLogsDoesNotWaitForAReaderWhoDoesNotRead() {
        let reader = Reader()
        let lines = LogLines { reader.take($0) }
        reader.blocked.withLock { _ in
            for number in 0..<5_000 { lines.add("\(number)") }
        }
        lines.flush()
        let text = reader.text.withLock { $0 }
        #expect(text.hasPrefix("0\n1\n") && text.contains("\n999\n") && !text.contains("\n1000\n"))
        #expect(text.contains("… 4000 log lines were not read in time\n"))
    }
}
