import CProbe
import Glibc

/// Something that a worker must not be able to do.
///
/// Each makes its call in a way that would change nothing of the machine if it were allowed after all: with arguments that
/// fail later, with signal 0, on the probe's own process.
enum Attempt {
    typealias Body = @Sendable (Surroundings) -> String

    static let all: [String: Body] = files.merging(sockets, uniquingKeysWith: { $1 })
        .merging(processes, uniquingKeysWith: { $1 })
        .merging(kernel, uniquingKeysWith: { $1 })
        .merging(own, uniquingKeysWith: { $1 })

    /// Makes a call and names what came of it.
    static func call(_ number: Int32, _ arguments: Int...) -> String {
        let all = arguments + Array(repeating: 0, count: 6 - arguments.count)
        return result(probe_call(Int(number), all[0], all[1], all[2], all[3], all[4], all[5]))
    }

    static func call(_ number: Int32, _ first: Int, path: String, _ rest: Int...) -> String {
        path.withCString { path in
            let all = [first, Int(bitPattern: path)] + rest + Array(repeating: 0, count: 4 - rest.count)
            return result(probe_call(Int(number), all[0], all[1], all[2], all[3], all[4], all[5]))
        }
    }

    static func result(_ value: Int) -> String { value >= 0 ? "allowed" : "error \(-value)" }
}
