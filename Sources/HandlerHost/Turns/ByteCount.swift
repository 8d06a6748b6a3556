/// A number of bytes as people read it.
enum ByteCount {
    /// Such as `812 bytes`, `96 KiB` or `147 MiB`.
    static func text(_ count: Int) -> String {
        switch count {
        case ..<(10 << 10): "\(count) bytes"
        case ..<(10 << 20): "\(count >> 10) KiB"
        default: "\(count >> 20) MiB"
        }
    }
}
