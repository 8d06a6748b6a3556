/// Something large that nobody needs any more. Letting it go takes as long as making it, which is no work for an event loop.
// Sendable: the value is written once more only, by the one thread that drops it, and nobody reads it.
final class Scraps<Value>: @unchecked Sendable {
    private var value: Value?

    init(_ value: Value) { self.value = value }

    func drop() { value = nil }
}
