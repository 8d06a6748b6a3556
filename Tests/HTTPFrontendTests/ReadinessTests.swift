import HTTPFrontend
import Synchronization
import Testing

struct ReadinessTests {
    @Test func tellsThoseWhoWaitOnce() {
        let readiness = Readiness()
        let count = Atomic<Int>(0)
        readiness.whenReady { count.add(1, ordering: .relaxed) }
        #expect(!readiness.isReady)
        #expect(count.load(ordering: .relaxed) == 0)
        readiness.announce()
        readiness.announce()
        #expect(readiness.isReady)
        #expect(count.load(ordering: .relaxed) == 1)
    }

    @Test func tellsAtOnceWhoComesLater() async {
        let readiness = Readiness()
        readiness.announce()
        for await _ in readiness.signal {}
    }
}
