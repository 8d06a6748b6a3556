extension TurnReport {
    /// Checks what a worker that keeps to the protocol never breaks. A worker that was taken over may send anything.
    ///
    /// - Parameters:
    ///   - bytes: The frame's body, which the report was decoded from.
    ///   - replyLimit: The most bytes of the body.
    ///   - patchLimit: The most bytes of the patch.
    ///   - logLimit: The most bytes of the log lines before they are cut.
    package func check(
        in bytes: UnsafeRawBufferPointer, replyLimit: Int, patchLimit: Int, logLimit: Int
    ) throws(FrameError) {
        guard (200...599).contains(status) else { throw .outOfRange(field: "the status", value: Int(status), limit: 599) }
        let replies = ending.isReply
        try Self.check(headers, "the headers' length", replies ? ReportLimits.headers : 0)
        try Self.check(body, "the reply's length", replies ? replyLimit : 0)
        try Self.check(patch, "the patch's length", replies ? patchLimit : 0)
        try Self.check(slips, "the slips' length", ending == .returned ? ReportLimits.slips : 0)
        try Self.check(log, "the log's length", logLimit + ReportLimits.logMark)
        try LogLines.check(UnsafeRawBufferPointer(rebasing: bytes[log]))
        try failure?.check()
    }

    private static func check(_ range: Range<Int>, _ field: String, _ limit: Int) throws(FrameError) {
        guard range.count <= limit else { throw .outOfRange(field: field, value: range.count, limit: limit) }
    }
}

extension LoadReport {
    /// Checks what a worker that keeps to the protocol never breaks.
    package func check(patchLimit: Int, logLimit: Int) throws(FrameError) {
        let lengths = [
            ("the routes' length", routes.count, ReportLimits.routes), ("the patch's length", patch.count, patchLimit),
            ("the log's length", log.packed.count, logLimit + ReportLimits.logMark),
        ]
        guard exceededMicroseconds <= ReportLimits.cpuMicroseconds else {
            throw .outOfRange(
                field: "the CPU time", value: Int(clamping: exceededMicroseconds), limit: Int(ReportLimits.cpuMicroseconds))
        }
        for (field, length, limit) in lengths where length > limit { throw .outOfRange(field: field, value: length, limit: limit) }
        let isSound = log.packed.withUnsafeBytes { bytes in
            do throws(FrameError) {
                try LogLines.check(bytes)
                return true
            } catch {
                return false
            }
        }
        guard isSound else { throw .malformed(field: "the log") }
        try failure?.check()
    }
}

extension LogLines {
    /// Checks that `packed` is lines from its beginning to its end.
    static func check(_ packed: UnsafeRawBufferPointer) throws(FrameError) {
        var decoder = FrameDecoder(packed)
        while !decoder.isAtEnd {
            _ = try decoder.rawCase(Level.self)
            _ = try decoder.fieldRange()
        }
    }
}

extension ScriptFailure {
    fileprivate func check() throws(FrameError) {
        var length = name.utf8.count + message.utf8.count
        for frame in frames { length += 16 + frame.function.utf8.count + frame.file.utf8.count }
        guard length <= ReportLimits.failure else {
            throw .outOfRange(field: "the failure's length", value: length, limit: ReportLimits.failure)
        }
    }
}
