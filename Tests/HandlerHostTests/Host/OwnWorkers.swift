import Foundation
import TestSupport

/// The workers of one host among those of all tests: their executable has a name of its own.
final class OwnWorkers: Sendable {
    private let folder: TemporaryFolder
    private let name = "w\(UInt32.random(in: 0...UInt32.max))"

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: BuiltProducts.path(of: "ringbox-worker"))
    }

    var path: String { folder.path + "/" + name }

    /// How many of them live.
    var count: Int { get throws { try processes.count } }

    /// Those that live.
    var processes: [Int32] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { process in
                guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
                return status.contains("(\(name))") && !status.contains("(\(name)) Z")
            }
        }
    }
}
