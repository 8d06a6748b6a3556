import Foundation
import JSONText
import TestSupport
import Testing

/// A host that serves the cases of one category, each in a sandbox of its own, and a neighbour.
final class Arena: Sendable {
    @TaskLocal static var current: Arena?

    private nonisolated(unsafe) let host: HostProcess  // Tests of a suite run one after another.

    init(category: String) throws {
        let handlers = try TemporaryFolder()
        for hostile in try HostileCase.all(in: category) {
            try handlers.write(hostile.code, to: "\(hostile.name)/\(hostile.file)")
            try handlers.write(hostile.settings, to: "\(hostile.name)/sandbox.yaml")
        }
        try handlers.write("module.exports = () => ({ returned_code: 7 })\n", to: "neighbour/index.js")
        host = try HostProcess(handlers: handlers, data: TemporaryFolder())
    }

    /// Sends a case's request; meanwhile asks the neighbour, and looks at the worker's memory.
    func request(_ hostile: HostileCase) throws -> Observation {
        let connection = try host.connect()
        let neighbour = try host.connect()
        let worker = try processID(of: hostile.name)
        let clock = ContinuousClock()
        let start = clock.now
        let body = hostile["body"] ?? ""
        try connection.send(requestBytes(hostile, body: body))
        var observation = Observation()
        repeat {
            let asked = clock.now
            let answer = try neighbour.request("GET", "/@neighbour/")
            #expect(answer.status == 200 && answer.text == #"{"returned_code":7}"#, "the neighbour: \(answer.text)")
            observation.neighbourServed += 1
            observation.neighbourWaited = max(observation.neighbourWaited, asked.duration(to: clock.now))
            if let worker { observation.peak = max(observation.peak, privateBytes(of: worker)) }
        } while !connection.hasAnswer(within: .milliseconds(2))
        observation.answer = try connection.answer()
        observation.waited = start.duration(to: clock.now)
        return observation
    }

    /// How late one of the host's event loops once came to its work, with the time left out in which it had no processor: a loaded
    /// machine makes it no longer.
    func longestLoopDelay() throws -> Duration {
        let answer = try JSONValue(parsing: host.admin("GET", "/loops").text)
        let loops = try #require(answer.array)
        return .microseconds(loops.compactMap { $0["ownDelay"]?["longestMicroseconds"]?.int }.max() ?? .max)
    }

    /// The newest turn of a sandbox, as the activity log has it.
    func lastTurn(of sandbox: String) throws -> JSONValue {
        let answer = try host.admin("GET", "/activity?sandbox=\(sandbox)&limit=20")
        let entries = try JSONValue(parsing: answer.text)
        return try #require(entries.array?.last { $0["type"]?.string == "turn" }, "\(answer.text)")
    }

    func state(of sandbox: String) throws -> JSONValue {
        try JSONValue(parsing: host.admin("GET", "/state/\(sandbox)").text)
    }

    private func requestBytes(_ hostile: HostileCase, body: String) -> [UInt8] {
        let target = hostile["target"] ?? "/?cdr_id=1&numa=74951234567"
        var lines = ["\(body.isEmpty ? "GET" : "POST") /@\(hostile.name)\(target) HTTP/1.1", "Host: localhost", "Cookie: b=c"]
        if !body.isEmpty { lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"] }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }

    private func processID(of sandbox: String) throws -> Int32? {
        let summaries = try JSONValue(parsing: host.admin("GET", "/sandboxes").text)
        let summary = summaries.array?.first { $0["name"]?.string == sandbox }
        return summary?["processID"]?.int.map(Int32.init)
    }

    /// The resident memory that the process shares with no file, in bytes; 0 when it is gone.
    private func privateBytes(of processID: Int32) -> Int {
        guard let statm = try? String(contentsOfFile: "/proc/\(processID)/statm", encoding: .utf8) else { return 0 }
        let pages = statm.split(separator: " ").compactMap { Int($0) }
        return pages.count > 2 ? (pages[1] - pages[2]) * 4_096 : 0
    }
}
