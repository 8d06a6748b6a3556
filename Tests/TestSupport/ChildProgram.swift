import CLinux
import Foundation
import Glibc

/// A program that a test started.
///
/// Foundation's `Process` learns of the end by a descriptor that programs started at the same time inherit, and then waits
/// for those as well.
package final class ChildProgram {
    package let processID: Int32
    /// The exit code, 128 and the signal for a killed one, nil while it runs.
    package private(set) var exitCode: Int32?

    /// - Parameters:
    ///   - descriptors: What the program gets as standard input, output and errors.
    ///   - folder: Where it starts; the test's own working directory if nil.
    package init(
        _ executable: String, _ arguments: [String], descriptors: (input: Int32, output: Int32, errors: Int32),
        environment: [String: String] = [:], folder: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, descriptors.input, 0)
        posix_spawn_file_actions_adddup2(&actions, descriptors.output, 1)
        posix_spawn_file_actions_adddup2(&actions, descriptors.errors, 2)
        linux_spawn_close_from(&actions, 3)
        let variables = GenerousLimits.environment.merging(ProcessInfo.processInfo.environment) { $1 }.merging(environment) { $1 }
        var processID: pid_t = 0
        let moving = ["/bin/sh", "-c", #"cd "$0" && exec "$@""#]
        let command = folder.map { moving + [$0, executable] } ?? [executable]
        let code = Self.withStrings(command + arguments) { argv in
            Self.withStrings(variables.map { "\($0)=\($1)" }) { envp in
                posix_spawn(&processID, command[0], &actions, nil, argv, envp)
            }
        }
        guard code == 0 else { throw HTTPConnection.Failure(description: "\(executable): \(String(cString: strerror(code)))") }
        self.processID = processID
    }

    /// Sends a signal, unless the program has ended.
    package func signal(_ number: Int32) {
        if exitCode == nil { kill(processID, number) }
    }

    /// Waits for the end.
    @discardableResult
    package func wait() -> Int32 {
        if let exitCode { return exitCode }
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0, errno == EINTR {}
        let code = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
        exitCode = code
        return code
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}
