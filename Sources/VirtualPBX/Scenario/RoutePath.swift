/// A path of a sandbox, with a query if need be, that stays in the sandbox whatever it is put behind.
///
/// It has no dot segments, escaped ones neither, and does not begin like the `/@name` that leads to another sandbox.
package struct RoutePath: Sendable, Equatable {
    package let text: String

    /// Why a text is no path of a sandbox.
    enum Refusal: Error {
        case notAPath
        case leavesTheSandbox
    }

    init(parsing text: String) throws(Refusal) {
        guard text.hasPrefix("/"), !text.hasPrefix("//"), Self.isTarget(text) else { throw .notAPath }
        let path = text.prefix { $0 != "?" }
        guard !text.hasPrefix("/@"), !path.split(separator: "/").contains(where: Self.isDots) else { throw .leavesTheSandbox }
        self.text = text
    }

    /// Whether the text can stand in the first line of a request.
    static func isTarget(_ text: some StringProtocol) -> Bool {
        text.utf8.count <= 2000 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"#\"<>\\^`{|}".utf8.contains($0) }
    }

    private static func isDots(_ segment: Substring) -> Bool {
        var rest = segment
        var dots = 0
        while let length = rest.hasPrefix(".") ? 1 : rest.lowercased().hasPrefix("%2e") ? 3 : nil {
            rest = rest.dropFirst(length)
            dots += 1
        }
        return rest.isEmpty && (1...2).contains(dots)
    }
}

extension RoutePath: ExpressibleByStringLiteral {
    /// A path that is written in the source.
    package init(stringLiteral text: String) {
        do throws(Refusal) {
            try self.init(parsing: text)
        } catch {
            // Safe: only what is written in the source is a literal.
            preconditionFailure("\(text) is no path of a sandbox")
        }
    }
}
