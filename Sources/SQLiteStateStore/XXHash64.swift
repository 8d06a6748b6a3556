internal import CXXHash

/// The hash XXH64 of bytes: 64 bits for a few gigabytes a second, against damage and not against malice.
enum XXHash64 {
    static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        XXH64(bytes.baseAddress, bytes.count, seed)
    }
}
