package import VirtualPBX

extension AGIEnvironment {
    /// What the dialplan asks for.
    package var target: AGITarget { AGITarget(self["network_script"] ?? self["request"] ?? "") }

    /// What the scenario gets to know of the call. The query of the address (`id`, `from`, `to`) says it better than the channel.
    ///
    /// - Parameter startTime: Seconds since 1970.
    package func facts(startTime: Int64) -> CallFacts {
        let query = target.query
        let called = [query["to"], self["dnid"], self["extension"]].lazy.map(AGIEnvironment.number).first { !$0.isEmpty }
        let caller = [query["from"], self["callerid"]].lazy.map(AGIEnvironment.number).first { !$0.isEmpty }
        let id = [query["id"], self["uniqueid"]].lazy.compactMap { $0 }.first { AGIEnvironment.isID($0) }
        return CallFacts(id: id ?? String(startTime), from: caller ?? "", to: called ?? "", startTime: startTime)
    }

    /// The digits of a number of at most 32, without a `+`; empty for `unknown` and for what is no number.
    private static func number(_ text: String?) -> String {
        guard var digits = text?[...] else { return "" }
        if digits.first == "+" { digits = digits.dropFirst() }
        guard digits.utf8.count <= 32, digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return "" }
        return String(digits)
    }

    /// At most 128 printable characters of ASCII without white space.
    private static func isID(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    }
}
