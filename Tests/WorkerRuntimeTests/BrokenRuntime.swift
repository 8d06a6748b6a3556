import Testing

@testable import WorkerRuntime

/// The runtime's script with a defect: what looks for such defects has to find it.
enum BrokenRuntime {
    /// - Parameters:
    ///   - part: A text of the script.
    ///   - forgetting: What stands in its place.
    static func source(_ part: String, _ forgetting: String) throws -> [UInt8] {
        let whole = String(decoding: RuntimeSource.script, as: UTF8.self)
        let broken = whole.replacing(part, with: forgetting)
        try #require(broken != whole, "the script has no \"\(part)\" any more")
        return Array(broken.utf8)
    }
}
