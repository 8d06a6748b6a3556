import Foundation

/// What the kernel says of a process's memory.
package enum ProcessMemory {
    /// The bytes that the process has for itself.
    ///
    /// - Parameter process: Its number, or nothing for this one.
    package static func privateBytes(of process: Int32? = nil) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process.map { "\($0)" } ?? "self")/smaps_rollup", encoding: .utf8)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Private_Dirty:") }),
            let kibibytes = Int(line.split(separator: " ")[1])
        else { throw CocoaError(.fileReadCorruptFile) }
        return 1_024 * kibibytes
    }
}
