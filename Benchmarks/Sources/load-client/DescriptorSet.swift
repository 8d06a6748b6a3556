import Glibc

/// Descriptors below 1,024, for `pselect`: the one call that waits for sockets with a limit finer than a millisecond and
/// that Swift's module of the C library has.
struct DescriptorSet {
    static let capacity: Int32 = 1_024

    private var set = fd_set()
    private var highest: Int32 = -1

    mutating func insert(_ descriptor: Int32) {
        highest = max(highest, descriptor)
        withUnsafeMutableBytes(of: &set) { $0[Int(descriptor) / 8] |= 1 << UInt8(descriptor % 8) }
    }

    func contains(_ descriptor: Int32) -> Bool {
        withUnsafeBytes(of: set) { $0[Int(descriptor) / 8] & (1 << UInt8(descriptor % 8)) != 0 }
    }

    /// Waits until one of the descriptors is ready, and leaves the ready ones in the sets.
    ///
    /// - Returns: false when the time was over first.
    static func wait(_ readable: inout DescriptorSet, _ writable: inout DescriptorSet, nanoseconds: UInt64) -> Bool {
        // A day is as good as for ever.
        let left = min(nanoseconds, 86_400 * Clock.second)
        var timeout = timespec(tv_sec: Int(left / Clock.second), tv_nsec: Int(left % Clock.second))
        let count = max(readable.highest, writable.highest) + 1
        return pselect(count, &readable.set, &writable.set, nil, &timeout, nil) > 0
    }
}
