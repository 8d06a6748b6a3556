import JSONText

extension NumberMask: TextFilter {
    package func text(_ text: String) -> String {
        masked(MaskedText(Array(text.utf8))).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    package func url(_ url: String) -> String {
        masked(MaskedText(encoded: Array(url.utf8))).map { String(decoding: $0, as: UTF8.self) } ?? url
    }

    /// JSON stays JSON, without its spaces; anything else is taken for a form or a text. Of what is longer than
    /// ``longestBody`` only the beginning is left: going through all of it would hold others up.
    package func body(_ body: RawSpan) -> [UInt8]? {
        let bytes = body.withUnsafeBytes { Array($0.prefix(Self.longestBody)) }
        guard body.byteCount <= Self.longestBody else { return (masked(MaskedText(encoded: bytes)) ?? bytes) + Array("…".utf8) }
        if let value = try? JSONValue(parsing: bytes, depthLimit: Self.depthLimit) { return value.filtered(by: self).bytes() }
        return masked(MaskedText(encoded: bytes))
    }

    package func json(_ json: RawSpan) -> [UInt8]? {
        guard !json.isEmpty else { return nil }
        guard json.byteCount <= Self.longestBody,
            let value = try? json.withUnsafeBytes({ try JSONValue(parsing: $0, depthLimit: Self.depthLimit) })
        else {
            return Array("\"\(Self.mark)\"".utf8)
        }
        return value.filtered(by: self).bytes()
    }

    /// In bytes.
    package static let longestBody = 64 << 10
    private static let depthLimit = 1_024
}
