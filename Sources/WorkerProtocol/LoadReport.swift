/// What came of a ``LoadOrder``.
package struct LoadReport: Sendable, Equatable {
    /// JSON array of `{"method": string or null, "template": string or null, "file": string}`; empty after a failure.
    package var routes: [UInt8]
    /// JSON Patch of what loading changed in `state`; empty for none.
    package var patch: [UInt8]
    package var log: LogLines
    /// Why the bundle cannot serve; nil in a report of a loaded bundle.
    package var failure: ScriptFailure?
    /// CPU time that was used when the budget for loading was found to be exceeded, which is the failure then; 0 otherwise.
    package var exceededMicroseconds: UInt64

    package init(
        routes: [UInt8] = [], patch: [UInt8] = [], log: LogLines = LogLines(), failure: ScriptFailure? = nil,
        exceededMicroseconds: UInt64 = 0
    ) {
        self.routes = routes
        self.patch = patch
        self.log = log
        self.failure = failure
        self.exceededMicroseconds = exceededMicroseconds
    }

    package func encode(into encoder: inout FrameEncoder) {
        encoder.begin(failure == nil ? WorkerFrameKind.loaded : .loadFailed)
        encoder.field(routes)
        encoder.field(patch)
        encoder.field(log.packed)
        if let failure {
            failure.encode(into: &encoder)
            encoder.integer(exceededMicroseconds)
        }
        encoder.end()
    }

    /// Reads the body of a loaded or load-failed frame.
    package init(decoding body: UnsafeRawBufferPointer, failed: Bool) throws(FrameError) {
        var decoder = FrameDecoder(body)
        routes = Array(try decoder.field())
        patch = Array(try decoder.field())
        log = LogLines(packed: Array(try decoder.field()))
        failure = failed ? try ScriptFailure(decoding: &decoder) : nil
        exceededMicroseconds = failed ? try decoder.integer() : 0
        try decoder.finish()
    }
}
