/// The bytes that the fuzzer made up, taken apart from the front.
package struct FuzzInput {
    private var bytes: ArraySlice<UInt8>

    package init(_ start: UnsafeRawPointer, _ count: Int) {
        bytes = Array(UnsafeRawBufferPointer(start: start, count: count))[...]
    }

    /// The next byte, 0 at the end.
    package mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

    /// The bytes up to the next line feed, which is taken too, or to the end.
    package mutating func line() -> [UInt8] {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        bytes = bytes[line.endIndex...].dropFirst()
        return Array(line)
    }

    /// ``line()`` as text; broken UTF-8 becomes U+FFFD.
    package mutating func text() -> String { String(decoding: line(), as: UTF8.self) }

    package var isEmpty: Bool { bytes.isEmpty }

    /// Everything that has not been taken.
    package var rest: [UInt8] { Array(bytes) }
}
