/// What a worker says when it is ready: which walls of its jail the kernel did not let it build.
package struct ReadyReport: Sendable, Equatable {
    package var missing: Set<JailPart>

    package init(missing: Set<JailPart> = []) {
        self.missing = missing
    }

    package func encode(into encoder: inout FrameEncoder) {
        encoder.begin(WorkerFrameKind.ready)
        encoder.integer(missing.reduce(UInt32(0)) { $0 | 1 << UInt32($1.rawValue) })
        encoder.end()
    }

    /// Reads the body of a ready frame.
    package init(decoding body: UnsafeRawBufferPointer) throws(FrameError) {
        var decoder = FrameDecoder(body)
        let mask = try decoder.integer(UInt32.self)
        try decoder.finish()
        missing = []
        for bit in UInt8(0)..<32 where mask & 1 << UInt32(bit) != 0 {
            guard let part = JailPart(rawValue: bit) else { throw .unknownCase(type: "JailPart", value: bit) }
            missing.insert(part)
        }
    }
}
