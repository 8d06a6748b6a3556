package import StateStore

/// The conditions of a request, as `If-Match` and `If-None-Match` say them (RFC 9110). A state's tag is its version.
package struct StateConditions: Sendable, Equatable {
    /// The values of the fields; nil without the field.
    package var ifMatch: String?
    package var ifNoneMatch: String?

    package init(ifMatch: String? = nil, ifNoneMatch: String? = nil) {
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
    }

    /// - Throws: ``StateRefusal`` of the kind ``StateRefusal/Kind/malformed`` for what is no list of tags: ignoring a condition
    ///   could destroy what it was to protect.
    package func condition() throws(StateRefusal) -> StateCondition {
        StateCondition(
            match: try ifMatch.map { text throws(StateRefusal) in try Self.versions(in: text, field: "If-Match", weakly: false) },
            noneMatch: try ifNoneMatch.map { text throws(StateRefusal) in
                try Self.versions(in: text, field: "If-None-Match", weakly: true)
            })
    }

    /// - Parameter weakly: Whether weak tags count as well.
    private static func versions(
        in text: String, field: String, weakly: Bool
    ) throws(StateRefusal) -> StateCondition.Versions {
        var rest = text.utf8[...]
        func skip(_ bytes: String) { while let byte = rest.first, bytes.utf8.contains(byte) { rest.removeFirst() } }
        skip(" \t")
        if rest.first == UInt8(ascii: "*") {
            rest.removeFirst()
            skip(" \t")
            guard rest.isEmpty else { throw malformed(text, field) }
            return .any
        }
        var versions: [Int64] = []
        var count = 0
        skip(" \t,")
        while !rest.isEmpty {
            let isWeak = rest.starts(with: "W/\"".utf8)
            if isWeak { rest.removeFirst(2) }
            guard rest.popFirst() == UInt8(ascii: "\""), let end = rest.firstIndex(of: UInt8(ascii: "\"")) else {
                throw malformed(text, field)
            }
            let tag = rest[..<end]
            guard tag.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { throw malformed(text, field) }
            rest = rest[rest.index(after: end)...]
            count += 1
            // No state has another tag than a version as it is written shortest.
            if weakly || !isWeak, let version = Int64(Substring(tag)), "\(version)" == String(Substring(tag)) { versions.append(version) }
            skip(" \t")
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { throw malformed(text, field) }
            skip(" \t,")
        }
        guard count > 0 else { throw malformed(text, field) }
        return .among(versions)
    }

    private static func malformed(_ text: String, _ field: String) -> StateRefusal {
        StateRefusal(
            .malformed,
            "\(field) has to be * or a list of tags such as \"5\", and not \(String(decoding: text.utf8.prefix(100), as: UTF8.self))")
    }
}
