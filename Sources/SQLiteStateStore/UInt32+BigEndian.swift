extension UInt32 {
    /// Reads a number as SQLite's files have it, the highest byte first.
    ///
    /// - Parameter bytes: At most four.
    init(bigEndian bytes: ArraySlice<UInt8>) { self = bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}
