import Foundation

/// Reads lines as they come.
struct LineReader {
    private let file: FileHandle
    private var rest = Data()

    init(_ file: FileHandle) {
        self.file = file
    }

    /// The next line, nil at the end. A line that was cut off is none.
    mutating func next() -> String? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest = Data(rest[rest.index(after: end)...]) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            let more = file.availableData
            if more.isEmpty { return nil }
            rest += more
        }
    }
}
