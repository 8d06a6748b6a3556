/// A part of the JSON text of the state that the next ``LoadOrder`` starts from. The worker works on one while the host sends the
/// next.
package struct StatePiece: Sendable, Equatable {
    /// The bytes of every piece but the last, at most, and at least three less: few enough for the processor's cache, and so many
    /// that the engine gives the memory of such a string back as a whole. With 32 KiB a worker kept some 6 MB more for a state of
    /// 12 MB.
    package static let byteCount = 192 << 10

    /// UTF-8; no character is cut.
    package let text: ArraySlice<UInt8>

    /// Cuts a text.
    package static func pieces(of text: [UInt8]) -> some Sequence<StatePiece> {
        sequence(state: text.startIndex) { start in
            guard start < text.endIndex else { return nil }
            var end = min(start + byteCount, text.endIndex)
            // At most three bytes are behind a character's first one; more of them are no text, and may be cut anywhere.
            var steps = 0
            while end < text.endIndex, text[end] & 0xC0 == 0x80, steps < 3 {
                end -= 1
                steps += 1
            }
            defer { start = end }
            return StatePiece(text: text[start..<end])
        }
    }

    /// The body of the frame is the text.
    package func encode(into encoder: inout FrameEncoder) {
        encoder.begin(HostFrameKind.state)
        encoder.content(text)
        encoder.end()
    }
}
