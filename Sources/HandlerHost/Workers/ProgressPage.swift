import CLinux
import Glibc
import WorkerProtocol

/// The host's side of the page in which a worker says which turns it has begun, and which one runs.
///
/// What stands there is the worker's word: it decides which of the sandbox's own turns gets an outcome, and nothing else. The
/// page is sealed: one that a worker made shorter would end the host at its next look.
// Sendable: the pointer never changes and is unmapped by the last owner; the host only reads, an aligned word at a time,
// which the processors that Ringbox runs on do in one access.
final class ProgressPage: @unchecked Sendable {
    private let page: UnsafeMutableRawPointer

    /// Makes a page.
    ///
    /// - Parameter descriptor: Set to the descriptor that a worker maps the page by; the caller closes it.
    init(descriptor: inout Int32) throws(WorkerStartError) {
        let length = WorkerDescriptor.progressLength
        let file = linux_sealed_memory("ringbox-progress", length)
        guard file >= 0 else { throw .system(call: "memfd_create", code: errno) }
        guard let page = mmap(nil, length, PROT_READ, MAP_SHARED, file, 0), page != MAP_FAILED else {
            let code = errno
            close(file)
            throw .system(call: "mmap", code: code)
        }
        self.page = page
        descriptor = file
    }

    deinit { munmap(page, WorkerDescriptor.progressLength) }

    /// The number of the turn that the worker has begun last, 0 before the first.
    var begun: UInt64 { word(at: WorkerDescriptor.begunOffset) }

    /// The number of the turn on whose behalf the worker runs something, 0 for none.
    var running: UInt64 { word(at: WorkerDescriptor.runningOffset) }

    /// How often the worker began to run something.
    var entries: UInt64 { word(at: WorkerDescriptor.entriesOffset) }

    private func word(at offset: Int) -> UInt64 { page.load(fromByteOffset: offset, as: UInt64.self) }
}
