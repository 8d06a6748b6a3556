import Foundation
import Testing

/// What the kernel says of a process to everybody else.
struct ProcessStatus {
    /// The values of /proc/…/status of each thread, by name.
    let all: [[String: String]]

    init(of processID: Int32) throws {
        let folder = "/proc/\(processID)/task"
        all = try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { thread in
            // A thread may end meanwhile.
            guard let text = try? String(contentsOfFile: "\(folder)/\(thread)/status", encoding: .utf8) else { return nil }
            return Dictionary(
                text.split(separator: "\n").compactMap { line in
                    let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                    return parts.count == 2 ? (parts[0], parts[1]) : nil
                }, uniquingKeysWith: { $1 })
        }
        try #require(!all.isEmpty)
    }

    var threads: Int { all.count }
}
