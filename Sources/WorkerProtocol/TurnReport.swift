/// How a turn ended in the worker. The byte fields are ranges of the frame's body, so that the host slices instead of copying.
package struct TurnReport: Sendable, Equatable {
    package enum Ending: UInt8, Sendable {
        /// The handler returned a value; the body is its JSON text.
        case returned = 0
        /// The handler answered through `res`.
        case sent = 1
        /// It returned nothing and sent nothing.
        case nothing = 2
        /// It threw, or its promise rejected; the failure says what.
        case threw = 3
        /// It used up its CPU time.
        case exceededCPU = 4
        /// Its promise is pending and nothing is left that could settle it.
        case unsettled = 5
        /// The reply is larger than its limit; the failure names the sizes.
        case replyTooLarge = 6
        /// The change of state is larger than its limit; the failure names the sizes.
        case changeTooLarge = 7
        /// It had waited for too long when it was to begin; nothing of it ran.
        case expired = 8
        /// It waited for something when the host took it back, by itself or with all others in a rewind.
        case cancelled = 9
        /// It waited for something, and another turn that ended meanwhile changed what it had read or written.
        case stale = 10

        /// Whether the worker tells with it what the handler answered, and what it changed.
        package var isReply: Bool { self == .returned || self == .sent }
    }

    /// Of the ``TurnOrder``.
    package var number: UInt64
    package var ending: Ending
    /// HTTP status that the handler chose; 200 when it chose none.
    package var status: UInt16
    /// CPU time of the turn, in microseconds, in all its entries.
    package var cpuMicroseconds: UInt32
    /// JSON object of response headers; empty for none.
    package var headers: Range<Int>
    package var body: Range<Int>
    /// JSON Patch; empty when the turn changed nothing.
    package var patch: Range<Int>
    /// JSON array of `{"pointer","kind"}`: what JSON hides of a returned value; empty for none.
    package var slips: Range<Int>
    /// Packed ``LogLines``.
    package var log: Range<Int>
    /// Set exactly for ``Ending/threw``, ``Ending/replyTooLarge``, ``Ending/changeTooLarge``, and ``Ending/exceededCPU``, where the
    /// frames say where it was.
    package var failure: ScriptFailure?

    /// Reads the body of a turn-ended frame.
    package init(decoding bytes: UnsafeRawBufferPointer) throws(FrameError) {
        var decoder = FrameDecoder(bytes)
        number = try decoder.integer()
        ending = try decoder.rawCase()
        status = try decoder.integer()
        cpuMicroseconds = try decoder.integer()
        headers = try decoder.fieldRange()
        body = try decoder.fieldRange()
        patch = try decoder.fieldRange()
        slips = try decoder.fieldRange()
        log = try decoder.fieldRange()
        failure = Self.hasFailure(ending) ? try ScriptFailure(decoding: &decoder) : nil
        try decoder.finish()
    }

    static func hasFailure(_ ending: Ending) -> Bool {
        switch ending {
        case .threw, .replyTooLarge, .changeTooLarge, .exceededCPU: true
        case .returned, .sent, .nothing, .unsettled, .expired, .cancelled, .stale: false
        }
    }
}
