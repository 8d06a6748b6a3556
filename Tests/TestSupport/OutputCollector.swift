package import Foundation
import Synchronization

/// What a process writes, line by line.
package final class OutputCollector: Sendable {
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    private let text = Mutex(Data())
    private let condition = NSCondition()

    package init() {}

    /// Everything that was written so far.
    package var all: String { text.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Waits for a whole line.
    ///
    /// - Throws: ``Missing`` with everything that came instead, when the line does not come in time.
    package func line(within patience: TimeInterval = 30, where matches: (String) -> Bool) throws -> String {
        let deadline = Date(timeIntervalSinceNow: patience)
        condition.lock()
        defer { condition.unlock() }
        while true {
            let lines = all.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let found = lines.first(where: { matches(String($0)) }) { return String(found) }
            guard condition.wait(until: deadline) else { throw Missing(description: "the expected line did not come:\n\(all)") }
        }
    }

    func collect(from process: Process) {
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                return
            }
            self.condition.lock()
            self.text.withLock { $0.append(data) }
            self.condition.broadcast()
            self.condition.unlock()
        }
    }
}
