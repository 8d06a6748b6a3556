import Glibc
import PBXInstructions
import VirtualPBX

/// Speaks aloud, with espeak-ng.
struct Speaker: Sendable {
    /// - Throws: ``CommandFailure`` when there is no espeak-ng on the search path.
    init() throws(CommandFailure) {
        let folders = getenv("PATH").map { String(cString: $0) }?.split(separator: ":") ?? []
        guard folders.contains(where: { access("\($0)/espeak-ng", X_OK) == 0 }) else {
            throw CommandFailure(.unavailable, "--say needs espeak-ng, which is not there: apt-get install espeak-ng")
        }
    }

    /// Speaks the message; of a sound, its name. Ends early when the task is cancelled.
    func speak(_ message: PlayedMessage) async {
        // What begins with a hyphen would be an option.
        guard let pid = Self.spawn(["-v", Self.voice(for: message.content), "--", message.content.spoken]) else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                var thread = pthread_t()
                let context = Unmanaged.passRetained(Waiting(pid) { continuation.resume() }).toOpaque()
                let code = pthread_create(
                    &thread, nil,
                    { context in
                        guard let context else { return nil }
                        Unmanaged<Waiting>.fromOpaque(context).takeRetainedValue().wait()
                        return nil
                    }, context)
                if code == 0 { pthread_detach(thread) } else { Unmanaged<Waiting>.fromOpaque(context).takeRetainedValue().wait() }
            }
        } onCancel: {
            kill(pid, SIGTERM)
        }
    }

    private static func voice(for text: String) -> String {
        text.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) } ? "ru" : "en"
    }

    private static func spawn(_ arguments: [String]) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // What it says of missing sound cards would be among the lines of the call.
        for descriptor in 0...2 as ClosedRange<Int32> { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0) }
        var words: [UnsafeMutablePointer<CChar>?] = (["espeak-ng"] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid = pid_t()
        return posix_spawnp(&pid, "espeak-ng", &actions, nil, &words, environ) == 0 ? pid : nil
    }

    /// The end of a program, waited for on a thread of its own.
    private final class Waiting {
        private let pid: pid_t
        private let ended: () -> Void

        init(_ pid: pid_t, _ ended: @escaping () -> Void) {
            self.pid = pid
            self.ended = ended
        }

        func wait() {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            ended()
        }
    }
}
