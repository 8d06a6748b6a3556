/// The servers outside the sandboxes that a scenario's `url` may name. Who runs the host names them; there is none by default.
package struct ScenarioURLs: Sendable, Equatable {
    /// What is wrong with a server as it is written.
    package struct Slip: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// No server at all.
    package static let none = ScenarioURLs()

    private var origins: Set<String> = []

    private init() {}

    /// Reads servers written like `https://crm.example.com` or `http://10.0.0.5:8080`.
    package init(parsing texts: [String]) throws(Slip) {
        for text in texts {
            guard let origin = Self.origin(of: text), text.split(separator: "/").count == 2, !text.contains("?") else {
                throw Slip(description: "a server is written like https://crm.example.com or http://10.0.0.5:8080, without a path")
            }
            origins.insert(origin)
        }
    }

    /// Whether a request may go to `url`.
    package func allows(_ url: String) -> Bool { Self.origin(of: url).map(origins.contains) ?? false }

    /// What to do so that `url` may be asked.
    package static func remedy(for url: String) -> String { "--scenario-urls \(origin(of: url) ?? "<its server>") allows it" }

    /// The scheme, the host and the port of a URL, in one spelling; nil for anything that readers of URLs could take for two hosts.
    private static func origin(of url: String) -> String? {
        let lowered = url.lowercased()
        guard let (scheme, standardPort) = [("https://", 443), ("http://", 80)].first(where: { lowered.hasPrefix($0.0) }) else {
            return nil
        }
        let authority = lowered.dropFirst(scheme.count).prefix { !"/?#\\".contains($0) }
        let isLiteral = authority.hasPrefix("[")
        let host = isLiteral ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        let rest = authority.dropFirst(host.count)
        let allowed = isLiteral ? "[]0123456789abcdef:." : "abcdefghijklmnopqrstuvwxyz0123456789-._"
        guard authority.hasPrefix(host), host.contains(where: { $0 != "." }), host.allSatisfy({ allowed.contains($0) }) else { return nil }
        var port = standardPort
        if !rest.isEmpty {
            guard rest.hasPrefix(":"), rest.dropFirst().utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = UInt16(rest.dropFirst())
            else { return nil }
            port = Int(number)
        }
        return port == standardPort ? "\(scheme)\(host)" : "\(scheme)\(host):\(port)"
    }
}
