import Glibc
import TestSupport
import Testing

/// A run of `ringbox-jail-probe`.
struct Probe: CustomStringConvertible {
    enum User: String, CaseIterable {
        /// Whoever runs the tests; in a container that is root.
        case own
        /// Somebody without any privilege.
        case nobody

        /// Becoming somebody else takes root.
        static var possible: [User] { getuid() == 0 ? allCases : [.own] }

        /// What comes before a command that this user is to run.
        var prefix: [String] {
            self == .own ? [] : ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        }
    }

    /// The exit code, or 128 and the signal.
    let exitCode: Int32
    let answer: String

    var description: String { exitCode == 0 ? answer : "exit code \(exitCode) \(answer)" }

    /// The answer of a probe that the filter of system calls ended.
    static let killed = "exit code \(128 + SIGSYS) "

    /// - Parameter prefix: A command that runs the probe, and its arguments.
    init(_ stage: String, _ attempt: String, as user: User = .own, prefix: [String] = []) throws {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        let command = user.prefix + prefix + [BuiltProducts.path(of: "ringbox-jail-probe"), stage, attempt]
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        let program = try ChildProgram(
            "/bin/sh", ["-c", #"exec "$@" 3>&1"#, "sh"] + command, descriptors: (nothing, ends[1], nothing),
            environment: ["RINGBOX_PROBE": "remembered"])
        close(ends[1])
        close(nothing)
        defer { close(ends[0]) }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(ends[0], &chunk, chunk.count), count > 0 { text += chunk[..<count] }
        exitCode = program.wait()
        answer = String(decoding: text, as: UTF8.self).split(separator: "\n").joined(separator: "\n")
    }
}
