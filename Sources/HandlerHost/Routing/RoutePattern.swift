import HTTPText

/// A template of ``RouteStyle/getsandbox``, taken apart: what `Sandbox.define` takes for a path.
///
/// `:name` and `{name}` stand for characters other than `/`, as few as possible and at least one; `{name:regex}` for
/// what the expression matches; `*` and `/*` for everything, as the parameter `route`. The rest is literal.
struct RoutePattern: Sendable, Equatable {
    /// One step of the pattern. Steps have no steps inside, so a path is matched in linear time.
    enum Step: Sendable, Equatable {
        case literal([UInt8])
        case one(CharacterClass)
        case optional(CharacterClass, isLazy: Bool)
        case many(CharacterClass, isLazy: Bool)
    }
    /// A parameter, and the steps that match its value.
    struct Capture: Sendable, Equatable {
        var name: String
        var steps: Range<Int>
    }
    var steps: [Step] = []
    var captures: [Capture] = []
    /// All literal characters one after another: routes are tried in the reverse lexicographic order of this.
    var literals = ""
    /// Whether each capture is a whole segment up to a slash or the end of the path, as nearly always.
    var isPlain = false

    /// The number of steps a pattern may have.
    static let longest = 512
    /// The bytes that a template may have beside its parameters.
    static let longestText = 2_048

    mutating func appendLiteral(_ text: some StringProtocol) {
        guard !text.isEmpty else { return }
        literals += text
        steps.append(.literal(Array(text.utf8)))
    }

    mutating func appendCapture(_ name: String, _ expression: [Step]) {
        captures.append(Capture(name: name, steps: steps.count..<(steps.count + expression.count)))
        steps += expression
    }

    /// The same pattern for paths that are still percent-encoded; `nil` when it would be no different.
    var percentEncoded: RoutePattern? {
        var encoded = self
        for (index, step) in steps.enumerated() {
            guard case .literal(let bytes) = step else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            encoded.steps[index] = .literal(Array(PercentEncoding.encode(text, keeping: "/%!$&'()*+,;=:@").utf8))
        }
        return encoded == self ? nil : encoded
    }
}
