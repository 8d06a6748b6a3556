import Glibc
import Testing
import WorkerProtocol

@testable import HandlerHost

/// The page that host and worker share.
struct ProgressPageTests {
    @Test func showsWhatTheOtherSideWritesAndCannotBeMadeShorter() throws {
        var descriptor: Int32 = -1
        let page = try ProgressPage(descriptor: &descriptor)
        defer { close(descriptor) }
        #expect(page.begun == 0 && page.running == 0 && page.entries == 0)
        let other = try #require(mmap(nil, WorkerDescriptor.progressLength, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0))
        other.storeBytes(of: 4_711, toByteOffset: WorkerDescriptor.begunOffset, as: UInt64.self)
        other.storeBytes(of: 4_710, toByteOffset: WorkerDescriptor.runningOffset, as: UInt64.self)
        other.storeBytes(of: 9_000, toByteOffset: WorkerDescriptor.entriesOffset, as: UInt64.self)
        #expect(page.begun == 4_711 && page.running == 4_710 && page.entries == 9_000)
        #expect(ftruncate(descriptor, 0) == -1 && errno == EPERM)
        munmap(other, WorkerDescriptor.progressLength)
    }
}
