internal import CJavaScriptCore

/// An owned `JSStringRef`, released exactly once when the value goes out of scope.
struct EngineString: ~Copyable {
    let ref: JSStringRef

    init(_ text: String) {
        var text = text
        ref = text.withUTF8 { EngineString.create(utf8: $0) }
    }

    /// Copies `utf8`; what is ill-formed in it becomes U+FFFD.
    init(utf8: UnsafeBufferPointer<UInt8>) {
        ref = EngineString.create(utf8: utf8)
    }

    /// Copies `bytes`, UTF-8; what is ill-formed in them becomes U+FFFD.
    init(utf8 bytes: [UInt8]) {
        ref = bytes.withUnsafeBufferPointer { EngineString.create(utf8: $0) }
    }

    /// Copies `units` as they are, surrogates without a partner included.
    init(utf16 units: [UInt16]) {
        ref = EngineString.checked(units.withUnsafeBufferPointer { JSStringCreateWithCharacters($0.baseAddress, $0.count) })
    }

    /// Takes over a reference returned by a JSC function whose name contains Create or Copy.
    init(adopting ref: JSStringRef) { self.ref = ref }

    deinit { JSStringRelease(ref) }

    /// A copy of the UTF-16 units, surrogates without a partner included.
    var utf16: [UInt16] { Array(units) }

    /// The text; surrogates without a partner are U+FFFD in it.
    var text: String { EngineString.text(of: units) }

    /// The text of the first `limit` units, with an ellipsis if that is not all.
    func text(limit: Int) -> String {
        units.count <= limit ? text : EngineString.text(of: UnsafeBufferPointer(rebasing: units.prefix(limit))) + "…"
    }

    /// Appends the text as UTF-8; surrogates without a partner are U+FFFD in it.
    func appendUTF8(to bytes: inout [UInt8]) {
        let units = units
        let count = Transcoder.utf8Count(of: units)
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        bytes.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            Transcoder.writeUTF8(units, to: base + start)
        }
    }

    /// The UTF-16 units, which live as long as this value.
    private var units: UnsafeBufferPointer<UInt16> {
        UnsafeBufferPointer(start: JSStringGetCharactersPtr(ref), count: JSStringGetLength(ref))
    }

    private static func text(of units: UnsafeBufferPointer<UInt16>) -> String {
        let count = Transcoder.utf8Count(of: units)
        return String(unsafeUninitializedCapacity: count) { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            Transcoder.writeUTF8(units, to: base)
            return count
        }
    }

    private static func create(utf8: UnsafeBufferPointer<UInt8>) -> JSStringRef {
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: max(utf8.count, 1)) { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a buffer of at least one unit has an address") }
            let count = Transcoder.writeUTF16(utf8, to: base)
            return checked(JSStringCreateWithCharacters(base, count))
        }
    }

    private static func checked(_ ref: JSStringRef?) -> JSStringRef {
        // JavaScriptCore ends the process itself when memory runs out; it never returns NULL here.
        guard let ref else { preconditionFailure("JavaScriptCore made no string") }
        return ref
    }
}
