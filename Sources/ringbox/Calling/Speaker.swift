import ChildPrograms
import Glibc
import PBXInstructions
import Synchronization
import VirtualPBX

/// Speaks aloud, with espeak-ng.
final class Speaker: Sendable {
    private let hasComplained = Mutex(false)

    /// - Throws: ``CommandFailure`` when there is no espeak-ng on the search path.
    init() throws(CommandFailure) {
        let folders = getenv("PATH").map { String(cString: $0) }?.split(separator: ":") ?? []
        guard folders.contains(where: { access("\($0)/espeak-ng", X_OK) == 0 }) else {
            throw CommandFailure(.unavailable, "--say needs espeak-ng, which is not there: apt-get install espeak-ng")
        }
    }

    /// Speaks the message; of a sound, its name. Ends early when the task is cancelled.
    ///
    /// - Returns: What keeps it from being heard, the first time.
    func speak(_ message: PlayedMessage) async -> String? {
        // What begins with a hyphen would be an option.
        guard let (pid, errors) = Self.spawn(["-v", Self.voice(for: message.content), "--", message.content.spoken]) else {
            return complaint("espeak-ng could not be started: \(String(cString: strerror(errno)))")
        }
        let said = await withTaskCancellationHandler {
            await BlockingThread.run {
                let said = Self.lines(from: errors)
                var status: Int32 = 0
                while waitpid(pid, &status, 0) < 0, errno == EINTR {}
                return said
            }
        } onCancel: {
            kill(pid, SIGTERM)
        }
        // It ends well without a sound card, too; the library that it plays by warns of much that does not matter.
        guard let error = said.first(where: { $0.hasPrefix("error: ") }) else { return nil }
        return complaint("espeak-ng cannot be heard: \(error.dropFirst(7)): is there a sound card?")
    }

    private func complaint(_ text: String) -> String? {
        hasComplained.withLock { hasComplained in
            defer { hasComplained = true }
            return hasComplained ? nil : text
        }
    }

    private static func voice(for text: String) -> String {
        text.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) } ? "ru" : "en"
    }

    /// Starts espeak-ng.
    ///
    /// - Returns: The process, and a descriptor that its errors come from.
    private static func spawn(_ arguments: [String]) -> (process: pid_t, errors: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else { return nil }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in 0...1 as ClosedRange<Int32> { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)
        var words: [UnsafeMutablePointer<CChar>?] = (["espeak-ng"] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid = pid_t()
        let code = posix_spawnp(&pid, "espeak-ng", &actions, nil, &words, environ)
        guard code == 0 else {
            close(ends[0])
            errno = code
            return nil
        }
        return (pid, ends[0])
    }

    /// Everything that comes from a descriptor, which is closed at the end; blocks.
    private static func lines(from descriptor: Int32) -> [Substring] {
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let part = [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, count in
                count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
            }
            if part.isEmpty { break }
            // More than anybody reads; the rest is taken all the same.
            if bytes.count < 65_536 { bytes += part }
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
