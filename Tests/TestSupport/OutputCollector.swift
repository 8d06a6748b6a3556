package import Foundation
import Glibc
import Synchronization

/// What a program writes, line by line.
package final class OutputCollector: Sendable {
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// The descriptor to hand to the program.
    let input: Int32

    private let reading: Int32
    private let text = Mutex([UInt8]())
    private let condition = NSCondition()

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Missing(description: "no pair of sockets could be made")
        }
        reading = ends[0]
        input = ends[1]
    }

    /// Everything that was written so far.
    package var all: String { text.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Waits for a whole line.
    ///
    /// - Throws: ``Missing`` with everything that came instead, when the line does not come in time.
    package func line(within patience: TimeInterval = 60, where matches: (String) -> Bool) throws -> String {
        let deadline = Date(timeIntervalSinceNow: patience)
        condition.lock()
        defer { condition.unlock() }
        while true {
            let lines = all.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let found = lines.first(where: { matches(String($0)) }) { return String(found) }
            guard condition.wait(until: deadline) else { throw Missing(description: "the expected line did not come:\n\(all)") }
        }
    }

    /// Begins to read, once the program has its end.
    func start() {
        close(input)
        Thread { self.collect() }.start()
    }

    private func collect() {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(reading, &chunk, chunk.count)
            guard count > 0 else { break }
            condition.lock()
            text.withLock { $0 += chunk[..<count] }
            condition.broadcast()
            condition.unlock()
        }
        close(reading)
    }
}
