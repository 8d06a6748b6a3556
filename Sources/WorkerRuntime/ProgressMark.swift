import Glibc
import WorkerProtocol

/// The worker's side of the page in which it says which turns it has begun, and which one runs.
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

    /// Notes that a turn begins, and runs.
    package func begin(turn: UInt64) {
        store(turn, WorkerDescriptor.begunOffset)
        enter(turn: turn)
    }

    /// Notes that something runs on behalf of a turn that has begun.
    package func enter(turn: UInt64) {
        // The count first: who sees the turn running sees the entry that it runs in.
        store(page.load(fromByteOffset: WorkerDescriptor.entriesOffset, as: UInt64.self) &+ 1, WorkerDescriptor.entriesOffset)
        store(turn, WorkerDescriptor.runningOffset)
    }

    /// Notes that nothing runs.
    package func leave() { store(0, WorkerDescriptor.runningOffset) }

    private func store(_ value: UInt64, _ offset: Int) { page.storeBytes(of: value, toByteOffset: offset, as: UInt64.self) }
}
