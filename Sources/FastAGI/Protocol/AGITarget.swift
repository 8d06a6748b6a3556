/// What the dialplan asks for: the path and the query of `agi://host/uis_test?to=74951234567`.
package struct AGITarget: Equatable, Sendable {
    /// The first part of the path; empty when the address has none.
    package var sandbox: String
    /// By name; of a repeated one the last.
    package var query: [String: String] = [:]

    /// - Parameter script: `agi_network_script`, or the whole address of `agi_request`.
    package init(_ script: String) {
        var text = script[...]
        for scheme in ["agi://", "hagi://"] where text.hasPrefix(scheme) {
            text = text.dropFirst(scheme.count).drop { $0 != "/" && $0 != "?" }
        }
        let path = text.prefix { $0 != "?" }
        sandbox = path.split(separator: "/").first.map { AGITarget.decoded($0) } ?? ""
        for pair in text.dropFirst(path.count + 1).split(separator: "&") {
            let name = pair.prefix { $0 != "=" }
            query[AGITarget.decoded(name)] = AGITarget.decoded(pair.dropFirst(name.count + 1))
        }
    }

    /// Percent-encoded bytes as what they stand for; what is no encoding stays.
    private static func decoded(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = Character(Unicode.Scalar(bytes[index + 1])).hexDigitValue,
                let low = Character(Unicode.Scalar(bytes[index + 2])).hexDigitValue
            {
                decoded.append(UInt8(high << 4 | low))
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
