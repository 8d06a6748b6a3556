/// One request for a worker. The byte fields are views: of the host's buffers when encoding, of the frame when decoding.
package struct TurnOrder {
    /// Ascending within a worker; a turn that is run again gets a new one.
    package var number: UInt64
    /// The place of the newest report whose undo information the worker may drop; 0 for none.
    package var settled: UInt64
    /// Index into the routes of the ``LoadReport``, or ``expiryRoute``.
    package var route: UInt32
    /// CPU time that the turn may use, in microseconds.
    package var budgetMicroseconds: UInt32
    /// When the turn is not to begin any more: nanoseconds of the kernel's clock that counts from the start of the machine
    /// (`CLOCK_BOOTTIME`).
    package var expiry: UInt64
    /// JSON object with the request's parsed parts.
    package var request: UnsafeRawBufferPointer
    /// JSON object of header names (lower-cased) to values.
    package var headers: UnsafeRawBufferPointer
    /// The raw body.
    package var body: UnsafeRawBufferPointer

    /// The route of the host's own turns, which remove what has expired: their body is a JSON list of pointers (RFC 6901).
    package static let expiryRoute = UInt32.max

    package init(
        number: UInt64, settled: UInt64, route: UInt32, budgetMicroseconds: UInt32, expiry: UInt64 = .max,
        request: UnsafeRawBufferPointer, headers: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer
    ) {
        self.number = number
        self.settled = settled
        self.route = route
        self.budgetMicroseconds = budgetMicroseconds
        self.expiry = expiry
        self.request = request
        self.headers = headers
        self.body = body
    }

    package func encode(into encoder: inout FrameEncoder) {
        begin(in: &encoder)
        encoder.field(body)
        encoder.end()
    }

    /// Writes the frame without the bytes of the body, which the caller sends behind it.
    package func encodeBeforeBody(into encoder: inout FrameEncoder) {
        begin(in: &encoder)
        encoder.integer(UInt32(truncatingIfNeeded: body.count))
        encoder.end(before: body.count)
    }

    private func begin(in encoder: inout FrameEncoder) {
        encoder.begin(HostFrameKind.turn)
        encoder.integer(number)
        encoder.integer(settled)
        encoder.integer(route)
        encoder.integer(budgetMicroseconds)
        encoder.integer(expiry)
        encoder.field(request)
        encoder.field(headers)
    }

    /// Reads the body of a turn frame.
    package init(decoding bytes: UnsafeRawBufferPointer) throws(FrameError) {
        var decoder = FrameDecoder(bytes)
        number = try decoder.integer()
        settled = try decoder.integer()
        route = try decoder.integer()
        budgetMicroseconds = try decoder.integer()
        expiry = try decoder.integer()
        request = try decoder.field()
        headers = try decoder.field()
        body = try decoder.field()
        try decoder.finish()
    }
}
