import Foundation
import Glibc

/// A small disk in memory, in a mount namespace of its own: programs that are started ``inside`` see it at ``path``, and nobody else
/// does. It needs no rights on the machine, but a kernel that lets users have namespaces.
package final class PrivateDisk {
    /// Why there are no such disks here; nil when there are.
    package static let obstacle: String? = {
        do {
            _ = try PrivateDisk(megabytes: 1)
            return nil
        } catch {
            return "this machine allows no user and mount namespaces: \(error)"
        }
    }()

    /// Where programs inside see it.
    package let path: String
    private let folder: TemporaryFolder
    private let keeper: ChildProgram

    package init(megabytes: Int) throws {
        folder = try TemporaryFolder()
        path = folder.path
        let output = try OutputCollector()
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(nothing) }
        let script = "mount -t tmpfs -o size=\(megabytes)m,mode=700 none \"$0\" && echo mounted && exec sleep 1000000"
        keeper = try ChildProgram(
            "/usr/bin/unshare", ["-rm", "/bin/sh", "-c", script, path], descriptors: (nothing, output.input, output.input))
        output.start()
        do {
            _ = try output.line(within: 20) { $0 == "mounted" }
        } catch {
            keeper.signal(SIGKILL)
            keeper.wait()
            throw error
        }
    }

    deinit {
        keeper.signal(SIGKILL)
        keeper.wait()
    }

    /// What a command is to begin with to be run inside.
    package var inside: [String] {
        ["/usr/bin/nsenter", "--preserve-credentials", "-U", "-m", "-t", "\(keeper.processID)"]
    }

    /// Where programs outside see it.
    package var outerPath: String { "/proc/\(keeper.processID)/root\(path)" }

    package func remount(readOnly: Bool) throws {
        let result = try CommandResult.run(
            inside[0], Array(inside.dropFirst()) + ["/bin/mount", "-o", "remount,\(readOnly ? "ro" : "rw")", path])
        guard result.exitCode == 0 else { throw HTTPConnection.Failure(description: result.errors) }
    }

    /// Writes a file until nothing fits any more.
    package func fill() throws {
        let file = open(outerPath + "/filler", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw HTTPConnection.Failure(description: String(cString: strerror(errno))) }
        defer { close(file) }
        let block = [UInt8](repeating: 1, count: 4_096)
        while write(file, block, block.count) > 0 {}
    }

    package func makeRoom() throws { try FileManager.default.removeItem(atPath: outerPath + "/filler") }
}
