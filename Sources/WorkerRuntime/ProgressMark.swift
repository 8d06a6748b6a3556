import Glibc
import WorkerProtocol

/// The worker's side of the page in which it says which turn it has begun.
// Sendable: the pointer never changes, the page is never unmapped, and only the thread that runs the turns writes to it.
package struct ProgressMark: @unchecked Sendable {
    private let page: UnsafeMutableRawPointer

    /// Maps the page that the host handed over, and closes its descriptor; nil when there is none.
    package init?(mapping descriptor: Int32) {
        let length = WorkerDescriptor.progressLength
        guard let page = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), page != MAP_FAILED else { return nil }
        Glibc.close(descriptor)
        self.page = page
    }

    /// Notes that a turn begins.
    package func begin(turn: UInt64) { page.storeBytes(of: turn, as: UInt64.self) }
}
