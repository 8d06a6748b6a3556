import ChildPrograms
import Glibc
import Synchronization
import TestSupport
import Testing

/// Threads for work that blocks, where the system gives none.
@Suite(.timeLimit(.minutes(2))) struct BlockingThreadTests {
    @Test func withoutAThreadTheWorkIsDoneByOneThatWasThereBefore() async {
        await #expect(processExitsWith: .success) {
            let done = Mutex(0)
            func waitFor(_ count: Int) { while done.withLock({ $0 }) < count { usleep(1_000) } }
            BlockingThread.start { done.withLock { $0 += 1 } }
            waitFor(1)
            Space.use(spare: 64 << 20)
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

    @Test func inAProcessThatGotNoneTheWorkWaitsUntilThereAreSome() async {
        await #expect(processExitsWith: .success) {
            let done = Mutex(0)
            Space.use(spare: 64 << 20)
            BlockingThread.start { done.withLock { $0 += 1 } }
            Space.free()
            BlockingThread.start { done.withLock { $0 += 1 } }
            while done.withLock({ $0 }) < 2 { usleep(1_000) }
            _exit(0)
        }
    }

    /// A thread that is created inherits the name of its creator.
    @Test(.ownThreads) func threadsThatWereOnlyTriedHaveEnded() {
        FileText.write("tries-threads", to: "/proc/thread-self/comm")
        for _ in 0..<20 {
            #expect(BlockingThread.available(upTo: 30) == 30)
            #expect(FileText.threads(named: "tries-threads") == 1)
        }
        FileText.write("tried-threads", to: "/proc/thread-self/comm")
    }
}

/// The address space, in which each thread has its stack.
private enum Space {
    /// Leaves no more of it than `spare` bytes, and uses them for threads.
    static func use(spare: Int) {
        let pages = FileText.read("/proc/self/statm").split(separator: " ").first.flatMap { Int($0) } ?? 0
        limit { _ in rlim_t(pages * 4_096 + spare) }
        while BlockingThread.startIfPossible({ while true { pause() } }) {}
    }

    static func free() { limit(\.rlim_max) }

    private static func limit(_ size: (rlimit) -> rlim_t) {
        var space = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
        space.rlim_cur = size(space)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
    }
}

private enum FileText {
    /// How many threads of this process have a name.
    static func threads(named name: String) -> Int {
        guard let folder = opendir("/proc/self/task") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            let number = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if read("/proc/self/task/\(number)/comm") == name + "\n" { count += 1 }
        }
        return count
    }

    static func write(_ text: String, to path: String) {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        defer { close(file) }
        _ = Glibc.write(file, text, text.utf8.count)
    }

    static func read(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = Glibc.read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }
}
