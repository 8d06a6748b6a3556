import Glibc

/// An open descriptor, closed when nobody uses it any more.
final class Descriptor: Sendable {
    let number: Int32

    init(adopting number: Int32) { self.number = number }

    deinit { close(number) }
}
