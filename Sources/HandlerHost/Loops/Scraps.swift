/// Something large that nobody needs any more. Letting it go takes as long as making it, which is no work for an event loop.
final class Scraps<Value>: @unchecked Sendable {
    // Only whoever drops it looks at it.
    private var value: Value?

    init(_ value: Value) { self.value = value }

    func drop() { value = nil }
}
