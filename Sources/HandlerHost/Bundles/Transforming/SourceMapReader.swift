/// Reads the segments of a source map's `mappings`, in the order of the transformed code.
struct SourceMapReader {
    /// One mapping; everything is counted from 0.
    struct Segment {
        var line = 0
        var column = 0
        /// The index of the file; `nil` when the code comes from none.
        var source: Int?
        var originalLine = 0
        var originalColumn = 0
    }
    private let mappings: [UInt8]
    private var index = 0
    private var state = Segment()
    private var source = 0
    /// Whether the mappings stopped making sense.
    private(set) var failed = false

    init(_ mappings: [UInt8]) { self.mappings = mappings }

    /// The next mapping; `nil` at the end, and where the mappings stop making sense.
    mutating func next() -> Segment? {
        while index < mappings.count {
            switch mappings[index] {
            case UInt8(ascii: ";"):
                state.line += 1
                state.column = 0
                index += 1
            case UInt8(ascii: ","): index += 1
            default: return segment()
            }
        }
        return nil
    }

    private mutating func segment() -> Segment? {
        guard let column = number() else { return fail() }
        state.column = column &+ state.column
        state.source = nil
        if hasNumber {
            guard let file = number(), let line = number(), let column = number() else { return fail() }
            source = source &+ file
            state.source = source
            state.originalLine = state.originalLine &+ line
            state.originalColumn = state.originalColumn &+ column
            if hasNumber, number() == nil { return fail() }
        }
        return hasNumber ? fail() : state
    }

    private mutating func fail() -> Segment? {
        failed = true
        index = mappings.count
        return nil
    }

    private var hasNumber: Bool {
        index < mappings.count && mappings[index] != UInt8(ascii: ",") && mappings[index] != UInt8(ascii: ";")
    }

    /// Reads a signed number of up to 32 bits: base 64 digits of five bits, the lowest first, and the sign in the
    /// lowest bit of all.
    private mutating func number() -> Int? {
        var value = 0
        var shift = 0
        while index < mappings.count, shift <= 30, let digit = Base64.value(of: mappings[index]) {
            index += 1
            value |= Int(digit & 31) << shift
            shift += 5
            if digit & 32 == 0 { return value & 1 == 0 ? value >> 1 : -(value >> 1) }
        }
        return nil
    }
}
