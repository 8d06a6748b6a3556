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
        #expect(page.turn == 0)
        let other = try #require(mmap(nil, WorkerDescriptor.progressLength, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0))
        other.storeBytes(of: 4_711, as: UInt64.self)
        #expect(page.turn == 4_711)
        #expect(ftruncate(descriptor, 0) == -1 && errno == EPERM)
        munmap(other, WorkerDescriptor.progressLength)
    }
}
