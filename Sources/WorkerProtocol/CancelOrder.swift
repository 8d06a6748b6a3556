/// Drop the turn with this number if it waits for something. The worker reports it as ``TurnReport/Ending/cancelled``, unless it has
/// ended meanwhile.
package struct CancelOrder: Sendable, Equatable {
    package var number: UInt64

    package init(number: UInt64) {
        self.number = number
    }

    package func encode(into encoder: inout FrameEncoder) {
        encoder.begin(HostFrameKind.cancel)
        encoder.integer(number)
        encoder.end()
    }

    /// Reads the body of a cancel frame.
    package init(decoding body: UnsafeRawBufferPointer) throws(FrameError) {
        var decoder = FrameDecoder(body)
        number = try decoder.integer()
        try decoder.finish()
    }
}
