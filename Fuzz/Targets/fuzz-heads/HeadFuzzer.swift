import FuzzSupport
import HTTPText

/// A byte that says where the bytes are cut, and behind it those of a connection: a head, and a body if it has one.
///
/// However the bytes arrive, the head ends at the same place, the body ends at the same place, or the same error is told.
@_cdecl("LLVMFuzzerTestOneInput")
package func testHeads(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let step = 1 + Int(input.byte() % 16)
    let bytes = input.rest
    let whole = Reading(of: bytes, step: max(bytes.count, 1))
    let parts = Reading(of: bytes, step: step)
    hold(whole == parts, "in one piece: \(whole), in pieces of \(step): \(parts)")
    if let head = whole.head { hold(head > 0 && head <= bytes.count, "the head has \(head) of \(bytes.count) bytes") }
    if let error = whole.error { hold((400...599).contains(error.status) && !error.detail.isEmpty, "the error is \(error)") }
    if let body = whole.body {
        hold(body >= 0 && (whole.head ?? 0) + body <= bytes.count, "the body has \(body) bytes behind a head of \(whole.head ?? 0)")
        if case .length(let length) = whole.framing { hold(body == length, "the body has \(body) bytes, and says \(length)") }
    }
    return 0
}

/// What a connection's bytes are read as.
private struct Reading: Equatable {
    /// In bytes; nil while it is not all there.
    private(set) var head: Int?
    private(set) var framing = BodyFraming.none
    /// In bytes, with its framing; nil while it is not all there.
    private(set) var body: Int?
    private(set) var error: MalformedRequest?

    /// - Parameter step: How many bytes come at a time.
    init(of bytes: [UInt8], step: Int) {
        do throws(MalformedRequest) {
            try read(bytes, step)
        } catch {
            self.error = error
        }
    }

    private mutating func read(_ bytes: [UInt8], _ step: Int) throws(MalformedRequest) {
        var reader = HeadReader()
        var end = 0
        repeat {
            end = min(end + step, bytes.count)
            head = try Self.result(bytes[..<end]) { (bytes: UnsafeRawBufferPointer) throws(MalformedRequest) in try reader.read(bytes) }
        } while head == nil && end < bytes.count
        guard let head else { return }
        framing = reader.framing
        guard framing != .none else { return }
        var body = BodyReader(framing)
        var place = head
        while !body.isComplete, place < bytes.count {
            let part = bytes[place..<min(place + step, bytes.count)]
            place += try Self.result(part) { (bytes: UnsafeRawBufferPointer) throws(MalformedRequest) in try body.read(bytes) }
        }
        if body.isComplete { self.body = place - head }
    }

    private static func result<Value>(
        _ bytes: ArraySlice<UInt8>, _ read: (UnsafeRawBufferPointer) throws(MalformedRequest) -> Value
    ) throws(MalformedRequest) -> Value {
        try bytes.withUnsafeBytes { bytes in Result { () throws(MalformedRequest) in try read(bytes) } }.get()
    }
}
