import Foundation
import JSONText
import TestSupport
import Testing

/// A host whose disk is full, or may only be read, goes on as far as that goes, and goes on altogether when the disk does.
@Suite(
    .ownThreads, .serialized, .timeLimit(.minutes(5)),
    .enabled(if: PrivateDisk.obstacle == nil, Comment(rawValue: PrivateDisk.obstacle ?? "")))
struct DiskTests {
    private let handlers: TemporaryFolder
    private let disk: PrivateDisk

    init() throws {
        disk = try PrivateDisk(megabytes: 8)
        handlers = try TemporaryFolder()
        try handlers.write("fallback: { text: позже }\n", to: "a/sandbox.yaml")
        try handlers.write("module.exports = (req, state) => ({ text: `${state.n ?? 0}` })\n", to: "a/read.js")
        try handlers.write(
            "module.exports = (req, state) => { state.n = (state.n ?? 0) + 1; state.last = \"x\".repeat(2000); return { text: `${state.n}` } }\n",
            to: "a/write.js")
    }

    private func host() throws -> HostProcess { try HostProcess(handlers: handlers, data: TemporaryFolder(), disk: disk) }

    private func text(_ host: HostProcess, _ route: String) throws -> String? {
        try JSONValue(parsing: host.get("/@a/\(route)").body)["text"]?.string
    }

    /// Writes until a write is not stored.
    ///
    /// - Returns: How often a write was acknowledged.
    private func writeUntilFull(_ host: HostProcess, from start: Int) throws -> Int {
        var count = start
        while let answer = try text(host, "write"), answer != "позже" {
            count += 1
            #expect(answer == "\(count)")
            try #require(count < 100_000, "the disk is never full")
        }
        return count
    }

    @Test func thatIsFull() async throws {
        let host = try host()
        #expect(try text(host, "write") == "1")
        try disk.fill()
        let count = try writeUntilFull(host, from: 1)
        #expect(try text(host, "read") == "\(count)", "what only reads is served, and what was not acknowledged did not happen")
        #expect(try text(host, "write") == "позже")
        let details = try host.admin("GET", "/activity").text
        #expect(details.contains("the disk is full: make room, Ringbox goes on without a restart"), "\(details)")

        // A start on such a disk.
        try host.restart()
        #expect(try text(host, "read") == "\(count)")
        #expect(try text(host, "write") == "позже")
        _ = try host.output.line { $0.contains("make room") }
        try disk.makeRoom()
        try await eventually("writes are stored again") { try text(host, "write") == "\(count + 1)" }
        #expect(try text(host, "write") == "\(count + 2)")
        try host.restart()
        #expect(try text(host, "read") == "\(count + 2)")
    }

    @Test func thatMayOnlyBeRead() async throws {
        let host = try host()
        for number in 1...3 { #expect(try text(host, "write") == "\(number)") }
        #expect(host.kill(15) == 0)
        try disk.remount(readOnly: true)
        try host.restart()
        #expect(try text(host, "read") == "3")
        #expect(try text(host, "write") == "позже")
        #expect(try text(host, "read") == "3")
        _ = try host.output.line { $0.contains("mount its disk for writing") }
        try disk.remount(readOnly: false)
        try await eventually("writes are stored again") { try text(host, "write") == "4" }
        try host.restart()
        #expect(try text(host, "read") == "4")
    }
}
