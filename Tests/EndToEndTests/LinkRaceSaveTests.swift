import Foundation
import JSONText
import TestSupport
import Testing

/// Saves to a running host while somebody exchanges a name of the sandbox with a link that leads out, as fast as he can.
/// `RINGBOX_LINK_RACES` is how many saves there are.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(60)))
struct LinkRaceSaveTests {
    private static let count = ProcessInfo.processInfo.environment["RINGBOX_LINK_RACES"].flatMap { Int($0) } ?? 48
    private static let marker = "what-is-nobodys-business"

    /// What is exchanged.
    private enum Case: String, CaseIterable {
        case folder, file, parent, absolute, neighbour, script, settings, shared

        /// The name, in the sandbox.
        var path: String {
            switch self {
            case .folder, .absolute, .neighbour: "templates/d"
            case .file: "templates/marker.txt"
            case .parent, .shared: "templates"
            case .script: "lib/x.js"
            case .settings: "sandbox.yaml"
            }
        }

        /// Where the link leads that is exchanged with it.
        func target(data: String) -> String {
            let name = data.split(separator: "/").last ?? ""
            return switch self {
            case .folder: "../../../\(name)"
            case .file: "../../../\(name)/marker.txt"
            case .parent: "../../\(name)"
            case .absolute: data
            case .neighbour: "../../victim/templates"
            case .script: "../../victim/index.js"
            case .settings: "../victim/sandbox.yaml"
            case .shared: "../_shared/../victim/templates"
            }
        }
    }

    @Test func showNothingFromOutside() throws {
        let (handlers, data) = (try TemporaryFolder(), try TemporaryFolder())
        try data.write(Self.marker, to: "marker.txt")
        try handlers.write("module.exports = \"\(Self.marker)\"\n", to: "victim/index.js")
        try handlers.write("dialect: none\nconfig: { token: \(Self.marker) }\n", to: "victim/sandbox.yaml")
        for path in ["victim/templates/marker.txt", "victim/templates/d/marker.txt"] { try handlers.write(Self.marker, to: path) }
        try handlers.write("harmless", to: "_shared/x.txt")
        for one in Case.allCases { try write(one, in: handlers, data: data.path) }
        let host = try HostProcess(handlers: handlers, data: data)
        let token = try data.read("admin.token").trimmingCharacters(in: .whitespacesAndNewlines)
        var (saves, exchanges, looks, served) = (0, 0, 0, 0)
        for one in Case.allCases {
            let exchange = try NameExchange("\(handlers.path)/\(one)/\(one.path)", "\(handlers.path)/\(one)/.aside")
            defer { exchange.stop() }
            for number in 1...max(Self.count / Case.allCases.count, 1) {
                try handlers.write(version(number), to: "\(one)/index.js")
                saves += 1
                // The next save comes soon, whether this one serves or was refused because the link was there.
                let end = Date(timeIntervalSinceNow: 0.02)
                var isServed = false
                repeat {
                    let answer = try host.get("/@\(one)/").text
                    looks += 1
                    for secret in [Self.marker, token] { try #require(!answer.contains(secret), "\(one), save \(number): \(answer)") }
                    isServed = answer.contains("\"version\":\(number),")
                } while !isServed && Date() < end
                served += isServed ? 1 : 0
                try lookThroughKept(of: one, in: data, for: [Self.marker, token])
            }
            exchanges += exchange.stop()
        }
        #expect(exchanges > 0)
        for one in Case.allCases {
            let activity = try host.admin("GET", "/activity?sandbox=\(one)").text
            #expect(!activity.contains(Self.marker) && !activity.contains(token), "\(activity)")
        }
        let lines = host.output.all.split(separator: "\n")
        let refused = lines.count { $0.contains("leads out of the sandbox") }
        let loaded = lines.count { $0.contains(" loaded: version ") } - Case.allCases.count
        print(
            "\(saves) saves, \(exchanges) exchanges, \(looks) answers, \(loaded) versions loaded, \(refused) refused for the link, "
                + "\(served) saves served before the next one")
        #expect(loaded + refused > 0)
    }

    private func write(_ one: Case, in handlers: TemporaryFolder, data: String) throws {
        for path in ["templates/marker.txt", "templates/d/marker.txt", "templates/admin.token", "templates/d/admin.token"] {
            try handlers.write("harmless", to: "\(one)/\(path)")
        }
        try handlers.write("module.exports = \"harmless\"\n", to: "\(one)/lib/x.js")
        try handlers.write("dialect: none\nconfig: { token: harmless }\n", to: "\(one)/sandbox.yaml")
        try handlers.write(version(0), to: "\(one)/index.js")
        // Names that begin with a dot are nobody's: the link itself keeps no version from serving.
        try FileManager.default.createSymbolicLink(
            atPath: "\(handlers.path)/\(one)/.aside", withDestinationPath: one.target(data: data))
    }

    /// Says everything that a handler can come by.
    private func version(_ number: Int) -> String {
        """
        const seen = [];
        for (const load of [
          () => require("./templates/marker.txt"), () => require("./templates/d/marker.txt"), () => require("./templates/admin.token"),
          () => require("./templates/d/admin.token"), () => require("./lib/x.js"),
        ]) {
          try { seen.push(load()); } catch (error) { seen.push(String(error)); }
        }
        module.exports = (req, state) => ({ version: \(number), seen, config: Sandbox.config, state });
        """
    }

    /// Looks at the bundles that the host keeps of a sandbox.
    private func lookThroughKept(of one: Case, in data: TemporaryFolder, for secrets: [String]) throws {
        let folder = data.path + "/bundles"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.contains(one.rawValue) {
            // It may be replaced at this moment.
            guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
            for secret in secrets { try #require(bytes.range(of: Data(secret.utf8)) == nil, "\(name)") }
        }
    }
}
