/// Undo the turn with this number and every later one that the worker has run.
package struct RewindOrder: Sendable, Equatable {
    package var number: UInt64

    package init(number: UInt64) {
        self.number = number
    }

    package func encode(into encoder: inout FrameEncoder) {
        encoder.begin(HostFrameKind.rewind)
        encoder.integer(number)
        encoder.end()
    }

    /// Reads the body of a rewind frame.
    package init(decoding body: UnsafeRawBufferPointer) throws(FrameError) {
        var decoder = FrameDecoder(body)
        number = try decoder.integer()
        try decoder.finish()
    }
}
