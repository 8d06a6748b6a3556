/// The reason a request target cannot be understood; the request deserves a 400.
package struct RequestTargetError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case empty
        /// Begins with neither `/` nor `http://` or `https://`.
        case notAPath
        case emptyHost
        /// A control character, a space, or a backslash.
        case character(code: UInt8)
        /// A `%` that two hexadecimal digits do not follow.
        case brokenEscape(String)
        /// `%00`.
        case escapedZero
        /// The escapes of a segment decode to bytes that are no UTF-8.
        case notUTF8(segment: String)
        /// Dot segments lead out of the sandbox: above the top, or to the `/@name` of another one.
        case climbs
        /// `/@name` with a name no sandbox can have.
        case sandboxName(String)
    }
    package var reason: Reason

    package var description: String {
        switch reason {
        case .empty: "the request has no path"
        case .notAPath: "the path does not begin with \"/\""
        case .emptyHost: "the URL has no host"
        case .character(let code):
            "the path has the character 0x\(Self.hex(code)), which has to be written %\(Self.hex(code))"
        case .brokenEscape(let text): "\"\(text)\" in the path is no escape: write %25 for a percent sign"
        case .escapedZero: "the path has a zero character (%00)"
        case .notUTF8(let segment): "\"\(segment)\" in the path is not UTF-8"
        case .climbs: "the dot segments of the path lead out of the sandbox"
        case .sandboxName(let name): "\"@\(name)\" names no sandbox: a name has 1 to 63 of a-z, 0-9, - and _"
        }
    }

    private static func hex(_ code: UInt8) -> String {
        (code < 16 ? "0" : "") + String(code, radix: 16, uppercase: true)
    }
}
