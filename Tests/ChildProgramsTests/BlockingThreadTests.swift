import ChildPrograms
import Glibc
import Synchronization
import Testing

/// Threads for work that blocks, where the system gives none.
@Suite(.timeLimit(.minutes(2))) struct BlockingThreadTests {
    @Test func withoutAThreadTheWorkIsDoneByOneThatWasThereBefore() async {
        await #expect(processExitsWith: .success) {
            let done = Mutex(0)
            func waitFor(_ count: Int) { while done.withLock({ $0 }) < count { usleep(1_000) } }
            BlockingThread.start { done.withLock { $0 += 1 } }
            waitFor(1)
            // What a thread needs for its stack is not there any more.
            var space = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
            let pages = FileText.read("/proc/self/statm").split(separator: " ").first.flatMap { Int($0) } ?? 0
            space.rlim_cur = rlim_t(pages * 4_096 + (64 << 20))
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
            while BlockingThread.startIfPossible({ while true { pause() } }) {}
            let caller = pthread_self()
            for _ in 0..<3 {
                BlockingThread.start {
                    if pthread_equal(pthread_self(), caller) == 0 { done.withLock { $0 += 1 } }
                }
            }
            waitFor(4)
            _exit(0)
        }
    }
}

private enum FileText {
    static func read(_ path: String) -> String {
        let file = open(path, O_RDONLY)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = Glibc.read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }
}
