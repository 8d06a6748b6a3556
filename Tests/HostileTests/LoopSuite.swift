import Foundation
import JSONText
import TestSupport
import Testing

/// What makes a host compute, whether a stranger sends it, a handler makes it or an operator asks for it: no event loop stands still.
/// Each case has a host of its own, whose watch says how late the loops came to their work.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(10)))
struct LoopSuite {
    /// The longest delay, without the time in which there was no processor. A build without optimization computes longer than a
    /// release does.
    private static let bound = Duration.milliseconds(500)
    private static let patient = "limits: { wall: 10m, cpu: 10m, queued: 10m, load: 10m, memory: 512MiB, patch: 16MiB, reply: 8MiB }\n"

    private func attacking(
        _ files: [String: String], environment: [String: String] = [:], _ attack: (HostProcess) async throws -> Void
    ) async throws {
        let handlers = try TemporaryFolder()
        for (path, text) in files { try handlers.write(text, to: path) }
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), environment: environment)
        try await attack(host)
        let loops = try #require(try JSONValue(parsing: host.admin("GET", "/loops").text).array)
        let longest = loops.compactMap { $0["ownDelay"]?["longestMicroseconds"]?.int }.max() ?? .max
        let stall = loops.compactMap { $0["lastStall"]?.string }.first ?? "none told"
        #expect(.microseconds(longest) < Self.bound, "a loop came \(longest) µs late: \(stall)")
    }

    /// Sends a request on each of some connections of their own at the same moment, and returns the outcomes.
    private func together(
        _ count: Int, _ host: HostProcess, _ target: String, type: String = "", body: String = ""
    ) throws -> [String] {
        var head = "\(body.isEmpty ? "GET" : "POST") \(target) HTTP/1.1\r\nHost: localhost\r\n"
        if !body.isEmpty { head += "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n" }
        let connections = try (0..<count).map { _ in try host.connect() }
        for connection in connections { try connection.send(Array((head + "\r\n" + body).utf8)) }
        return try connections.map { try $0.answer().headers["ringbox-outcome"] ?? "none" }
    }

    private func expect(_ outcome: String, of outcomes: [String], at place: SourceLocation = #_sourceLocation) {
        #expect(outcomes.allSatisfy { $0 == outcome }, "\(Set(outcomes))", sourceLocation: place)
    }

    @Test(arguments: [5_000, 50_000]) func aReplyOfTooManyKeys(_ count: Int) async throws {
        let code = "module.exports = () => { const o = {}; for (let i = 0; i < \(count); i++) o['phonez' + i] = i; return o }"
        try await attacking(["a/index.js": code, "a/sandbox.yaml": Self.patient]) { host in
            try expect("invalid_instruction", of: together(3, host, "/@a/"))
        }
    }

    @Test func patternsThatTakeTooMuchWork() async throws {
        let code = """
            for (let i = 0; i < 300; i++)
              Sandbox.define('/r/{v:' + '.*'.repeat(400) + 'x' + i + '}', 'GET', (req, res) => res.json({}))
            """
        try await attacking(["a/main.js": code, "a/sandbox.yaml": Self.patient]) { host in
            let path = String(repeating: "a", count: 8_000)
            try expect("exceeded_cpu", of: together(5, host, "/@a/r/\(path)"))
        }
    }

    /// Requests that the host answers itself, thousands on a connection at once.
    @Test(arguments: ["/@nobody/", "/@closed/", "/@a/no", "/@a/%2e%2e/@closed/"]) func pipelinedRequests(_ target: String) async throws {
        let code = "module.exports = () => ({ returned_code: 1 })"
        let files = ["a/index.js": code, "closed/index.js": code, "closed/sandbox.yaml": "access: { token: correct-horse }\n"]
        try await attacking(files) { host in
            let request = Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
            let connections = try (0..<10).map { _ in try host.connect() }
            for connection in connections { try connection.send(Array(repeatElement(request, count: 1_000).joined())) }
            #expect(try host.get("/@a/").status == 200)
            #expect(try host.admin("GET", "/sandboxes").status == 200)
            let last = try #require(connections.last)
            #expect(try last.answer().status >= 400)
        }
    }

    @Test func formsOfTooManyNames() async throws {
        let form = (0..<160_000).map { String($0, radix: 16) + "=" }.joined(separator: "&").prefix(1_000_000)
        try await attacking(["a/index.js": "module.exports = () => ({ returned_code: 1 })"]) { host in
            try expect("refused", of: together(10, host, "/@a/", type: "application/x-www-form-urlencoded", body: String(form)))
        }
    }

    @Test func largeBodies() async throws {
        let json = "[" + (0..<30_000).map { #"{"a":\#($0),"b":[1,2]}"# }.joined(separator: ",") + "]"
        let files = [
            "a/index.js": "module.exports = () => ({ returned_code: 1 })", "a/sandbox.yaml": Self.patient,
            "b/index.js": "module.exports = (req) => ({ n: req.body.length })", "b/sandbox.yaml": "dialect: none\n" + Self.patient,
        ]
        try await attacking(files) { host in
            for _ in 0..<2 {
                try expect("ok", of: together(6, host, "/@a/", type: "application/json", body: json))
                try expect("ok", of: together(6, host, "/@b/", type: "text/plain", body: json))
            }
        }
    }

    /// More than one caller may have: each one that comes takes the place of another.
    @Test func bodiesOfWhichTheRestNeverComes() async throws {
        let head = "POST /@a/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n"
        try await attacking(["a/index.js": "module.exports = () => ({ returned_code: 1 })"]) { host in
            var half: [HTTPConnection] = []
            for number in 0..<700 {
                let connection = try host.connect()
                try connection.send(Array(head.utf8))
                half.append(connection)
                if number % 50 == 0 { #expect(try host.get("/@a/").status == 200) }
            }
            withExtendedLifetime(half) {}
        }
    }

    @Test func manyPlacesThatExpireAtOnce() async throws {
        let code = """
            module.exports = (req, state) => {
              state.c = {};
              for (let i = 0; i < 10000; i++) state.c['k' + i] = {};
              for (let i = 0; i < 10000; i++) expire(state.c['k' + i], '1s');
              return { returned_code: 1 };
            }
            """
        try await attacking(["a/index.js": code, "a/sandbox.yaml": Self.patient]) { host in
            try expect("ok", of: together(1, host, "/@a/"))
            try await eventually("all is removed", within: .seconds(300)) {
                try host.admin("GET", "/state/a").text == #"{"c":{}}"#
            }
        }
    }

    /// A change of megabytes is stored, taken back with its turn, removed by a few bytes, and let go with its worker.
    @Test func changesOfMegabytes() async throws {
        let code = """
            const fill = (state) => {
              for (let i = 0; i < 20000; i++) state.c['k' + i] = { name: 'name ' + i, numbers: [i, i + 1] };
            };
            exports.fill = (req, state) => { state.c = {}; fill(state); return { returned_code: 1 } };
            exports.refused = (req, state) => { fill(state); return { returned_code: 'x' } };
            exports.renew = (req, state) => { fill(state); return { returned_code: 1 } };
            exports.remove = (req, state) => { delete state.c; return { returned_code: 1 } };
            """
        var files = ["a/sandbox.yaml": Self.patient, "a/state.json": #"{"c":{}}"#, "a/_code.js": code]
        for name in ["fill", "refused", "renew", "remove"] { files["a/\(name).js"] = "module.exports = require('./_code.js').\(name)" }
        try await attacking(files) { host in
            try expect("ok", of: together(1, host, "/@a/fill"))
            try expect("invalid_instruction", of: together(2, host, "/@a/refused"))
            try expect("ok", of: together(1, host, "/@a/renew"))
            #expect(try host.admin("PATCH", "/state/a", body: #"[{"op":"add","path":"/n","value":1}]"#).status == 200)
            try expect("ok", of: together(1, host, "/@a/renew"))
            try expect("ok", of: together(1, host, "/@a/remove"))
            #expect(try host.admin("GET", "/state/a").text == #"{"n":1}"#)
        }
    }

    @Test func topLevelCodeThatChangesAndLogsMegabytes() async throws {
        let code = """
            state.c ??= {};
            for (let i = 0; i < 20000; i++) state.c['k' + i] ??= { name: 'name ' + i };
            for (let i = 0; i < 20000; i++) console.log('line ' + i);
            module.exports = () => ({ returned_code: 1 });
            """
        let settings = Self.patient.replacing("load: 10m", with: "load: 10m, log: 1MiB")
        try await attacking(["a/index.js": code, "a/sandbox.yaml": settings]) { host in
            try expect("ok", of: together(1, host, "/@a/"))
            #expect(try host.admin("GET", "/activity").text.contains("more lines"))
        }
    }

    @Test func listsOfThousandsOfRoutes() async throws {
        let code = "for (let i = 0; i < 1500; i++) Sandbox.define('/some/path/' + i + '/{id}', 'GET', (req, res) => res.json({}))"
        var files: [String: String] = [:]
        for number in 0..<12 {
            files["s\(number)/main.js"] = code
            files["s\(number)/sandbox.yaml"] = Self.patient + "config: { key: \"${TOKEN}\" }\n"
        }
        let secret = ["RINGBOX_SECRET_TOKEN": "0123456789abcdef0123456789abcdef"]
        try await attacking(files, environment: secret) { host in
            for _ in 0..<3 {
                let (list, settings) = try (host.admin("GET", "/sandboxes"), host.admin("GET", "/config/s0"))
                #expect(list.text.contains("GET /some/path/1499/{id}") && settings.text.contains("/some/path/1499/{id}"))
            }
        }
    }

    @Test func manyWhoFollowTheActivity() async throws {
        let files = [
            "a/index.js": "module.exports = (req, state, res) => res.send('ж'.repeat(30000))", "a/sandbox.yaml": "dialect: none\n",
            "b/index.js": "module.exports = (req, state) => { state.n = (state.n ?? 0) + 1; return { returned_code: 1 } }",
        ]
        try await attacking(files) { host in
            let token = try host.data.read("admin.token").trimmingWhitespace
            let followers = try (0..<100).map { number in
                let follower = try HTTPConnection(port: host.adminPort)
                let target = number % 2 == 0 ? "/activity?follow=true" : "/state/b/watch"
                try follower.send(Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\r\n".utf8))
                return follower
            }
            for follower in followers { _ = try follower.readLine(until: "\r\n\r\n") }
            for _ in 0..<30 {
                try expect("ok", of: together(5, host, "/@a/"))
                try expect("ok", of: together(5, host, "/@b/"))
            }
            withExtendedLifetime(followers) {}
        }
    }

    /// Those of connections to any port, of workers' sockets and of what scenarios ask; only what expires has a thread of its own, for which
    /// nobody waits.
    @Test func everyEventLoopIsWatched() throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "a/index.js")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), options: ["--agi-port", "0"])
        #expect(try host.get("/@a/").status == 200)
        let tasks = "/proc/\(host.processID)/task"
        let threads = try FileManager.default.contentsOfDirectory(atPath: tasks).compactMap { thread in
            try? String(contentsOfFile: "\(tasks)/\(thread)/comm", encoding: .utf8)
        }
        let loops = try #require(try JSONValue(parsing: host.admin("GET", "/loops").text).array)
        #expect(threads.filter { $0.hasPrefix("NIO-SGLTN-") }.count == loops.count, "\(threads)")
        #expect(threads.filter { $0.hasPrefix("NIO-ELT-") }.count <= 1, "\(threads)")
    }

    /// As many requests as one sandbox may have wait for the same thing: they end at the same moment, or meet their deadline at it.
    @Test(arguments: ["ok", "timed_out"]) func manyTurnsThatEndAtOnce(_ outcome: String) async throws {
        let code = """
            let count = 0, open;
            const all = new Promise((done) => { open = done });
            module.exports = async () => {
              if (++count === 600 && \(outcome == "ok")) open();
              await Promise.race([all, new Promise((done) => setTimeout(done, 600000))]);
              return { returned_code: 1 };
            }
            """
        let limits =
            "limits: { wall: \(outcome == "ok" ? "10m" : "8s"), cpu: 10m, queued: 10m, queue: 600, turns: 600, memory: 512MiB }\n"
        try await attacking(["a/index.js": code, "a/sandbox.yaml": limits]) { host in
            try expect(outcome, of: together(600, host, "/@a/"))
        }
    }
}

extension String {
    fileprivate var trimmingWhitespace: String { String(filter { !$0.isWhitespace }) }
}
