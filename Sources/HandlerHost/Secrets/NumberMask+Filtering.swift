import JSONText
package import NIOCore

extension NumberMask: TextFilter {
    package func text(_ text: String) -> String {
        masked(MaskedText(Array(text.utf8))).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    package func url(_ url: String) -> String {
        masked(MaskedText(encoded: Array(url.utf8))).map { String(decoding: $0, as: UTF8.self) } ?? url
    }

    /// JSON stays JSON, without its spaces; anything else is taken for a form or a text. Of what is longer than
    /// ``longestBody`` only the beginning is left: going through all of it would hold others up.
    package func body(_ body: ByteBuffer) -> ByteBuffer {
        let bytes = Array(body.readableBytesView.prefix(Self.longestBody))
        guard body.readableBytes <= Self.longestBody else {
            return ByteBuffer(bytes: (masked(MaskedText(encoded: bytes)) ?? bytes) + Array("…".utf8))
        }
        if let value = try? JSONValue(parsing: bytes, depthLimit: Self.depthLimit) {
            return ByteBuffer(bytes: value.filtered(by: self).bytes())
        }
        return masked(MaskedText(encoded: bytes)).map { ByteBuffer(bytes: $0) } ?? body
    }

    package func json(_ json: ByteBuffer) -> ByteBuffer {
        guard json.readableBytes > 0 else { return json }
        guard json.readableBytes <= Self.longestBody,
            let value = try? JSONValue(parsing: Array(json.readableBytesView), depthLimit: Self.depthLimit)
        else {
            return ByteBuffer(string: "\"\(Self.mark)\"")
        }
        return ByteBuffer(bytes: value.filtered(by: self).bytes())
    }

    /// In bytes.
    package static let longestBody = 64 << 10
    private static let depthLimit = 1_024
}
