import CProbe
import Glibc

/// What the process itself is and has.
extension Attempt {
    static let own: [String: Body] = [
        "environment": { environment($0.variable) },
        "descriptors": { _ in (0..<Int32(1_024)).filter { fcntl($0, F_GETFD) != -1 }.map(String.init).joined(separator: " ") },
        "dumpable": { _ in
            probe_call(Int(__NR_prctl), Int(PR_GET_DUMPABLE), 0, 0, 0, 0, 0) == 0 ? "no" : call(__NR_prctl, Int(PR_GET_DUMPABLE))
        },
        "limits": { _ in limits() },
        "working-folder": { _ in workingFolder() },
        "raise-a-limit": { _ in raise() },
        "dump-core": { _ in abort() },
        "executable-memory": { _ in result(map(PROT_READ | PROT_WRITE | PROT_EXEC)) },
        "make-memory-executable": { _ in call(__NR_mprotect, map(PROT_READ | PROT_WRITE), 4_096, Int(PROT_READ | PROT_EXEC)) },
        "lock-memory": { _ in call(__NR_mlock, map(PROT_READ | PROT_WRITE), 4_096) },
        "threads": { _ in "\(threads(20))" },
        "thread-bomb": { _ in "\(threads(5_000))" },
        "overflow-the-stack": { _ in "\(deep(1))" },
    ]

    private static func map(_ protection: Int32) -> Int {
        probe_call(Int(__NR_mmap), 0, 4_096, Int(protection), Int(MAP_PRIVATE | MAP_ANONYMOUS), -1, 0)
    }

    /// The names of the variables, and whether the text of one that is gone is still where it was.
    private static func environment(_ variable: UnsafePointer<CChar>?) -> String {
        var names: [String] = []
        var next = environ
        while let text = next.pointee {
            names.append(String(String(cString: text).prefix { $0 != "=" }))
            next += 1
        }
        let isForgotten = variable.map { String(cString: $0) } != "remembered"
        return "\(names.sorted().joined(separator: " ")), \(isForgotten ? "forgotten" : "remembered")"
    }

    private static func workingFolder() -> String {
        guard let path = getcwd(nil, 0) else { return "error \(errno)" }
        defer { free(path) }
        return String(cString: path)
    }

    private static func limits() -> String {
        [RLIMIT_CORE, RLIMIT_FSIZE, __RLIMIT_MEMLOCK, RLIMIT_NOFILE, RLIMIT_STACK]
            .map { resource in
                var limit = rlimit()
                getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
                return "\(limit.rlim_cur)/\(limit.rlim_max)"
            }
            .joined(separator: " ")
    }

    private static func raise() -> String {
        var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
        return setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? "allowed" : "error \(errno)"
    }

    /// Starts threads that wait, and says how many there could be.
    private static func threads(_ count: Int) -> Int {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 64 << 10)
        for started in 0..<count {
            var thread = pthread_t()
            guard pthread_create(&thread, &attributes, { _ in while true { sleep(1_000) } }, nil) == 0 else { return started }
        }
        return count
    }

    private static func deep(_ depth: Int) -> Int {
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) {
            $0[0] = UInt8(depth & 1)
            return deep(depth + 1) + Int($0[0])
        }
    }
}
