/// The lines that a script logged, packed one after another: a level byte, then the text as a field.
package struct LogLines: Sendable, Equatable {
    package enum Level: UInt8, Sendable, CaseIterable {
        case debug = 0
        case info = 1
        case warning = 2
        case error = 3
    }

    /// The packed lines, as they cross the socket.
    package private(set) var packed: [UInt8]

    package init() { packed = [] }

    package init(packed: [UInt8]) { self.packed = packed }

    package var isEmpty: Bool { packed.isEmpty }

    package mutating func removeAll() { packed.removeAll(keepingCapacity: true) }

    package mutating func append(_ level: Level, utf8 text: some Collection<UInt8>) {
        packed.append(level.rawValue)
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.count).littleEndian) { packed.append(contentsOf: $0) }
        packed.append(contentsOf: text)
    }

    /// The lines in order. Stops at the first byte that is no packed line: what a broken worker sent is not a log.
    package var lines: [(level: Level, text: String)] {
        packed.withUnsafeBytes { bytes in
            var decoder = FrameDecoder(bytes)
            var lines: [(level: Level, text: String)] = []
            while let level = try? decoder.rawCase(Level.self), let text = try? decoder.text() {
                lines.append((level, text))
            }
            return lines
        }
    }
}
