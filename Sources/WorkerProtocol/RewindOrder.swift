/// Undo the turn whose report came at this place, and every turn that was reported after it; drop all turns that wait, since they
/// may have read what is undone.
package struct RewindOrder: Sendable, Equatable {
    /// Counts the worker's turn reports, from 1.
    package var report: UInt64

    package init(report: UInt64) {
        self.report = report
    }

    package func encode(into encoder: inout FrameEncoder) {
        encoder.begin(HostFrameKind.rewind)
        encoder.integer(report)
        encoder.end()
    }

    /// Reads the body of a rewind frame.
    package init(decoding body: UnsafeRawBufferPointer) throws(FrameError) {
        var decoder = FrameDecoder(body)
        report = try decoder.integer()
        try decoder.finish()
    }
}
