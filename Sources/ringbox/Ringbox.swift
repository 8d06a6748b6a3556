import ArgumentParser
import Glibc

/// The command line.
@main
struct Ringbox: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "ringbox",
        abstract: "Serves JavaScript handlers that tell a telephone exchange what to do with a call.",
        discussion: """
            Each folder in handlers/ is a sandbox with an address of its own and a state that lasts:

              ringbox new shop              write a sandbox that works
              ringbox serve                 serve all of them
              curl 'http://shop.localhost:8080/incoming?numa=74952345678'

            Exit codes: 0 all well, 1 something failed or an error was found, 64 wrong usage, 66 a file or folder is missing, \
            69 a port, a running host or a required part of the jail is not available, 73 something cannot be made, 74 reading or writing failed.
            """,
        version: version,
        subcommands: [
            ServeCommand.self, CheckCommand.self, NewCommand.self, StateCommand.self, LogsCommand.self, StatusCommand.self,
            ConfigCommand.self, CallCommand.self, ExploreCommand.self, ScenarioCommand.self, TestCommand.self,
            HealthCommand.self,
        ])

    static func main() async {
        StandardStreams.takeNumbers()
        // A reader of our output that goes away is an error of writing, and not the end of the host.
        signal(SIGPIPE, SIG_IGN)
        if CommandLine.arguments.dropFirst().first == ServeCommand.configuration.commandName { StopSignals.catchAll() }
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            try Console.finish()
        } catch let failure as CommandFailure {
            leave(failure)
        } catch {
            leave(error)
        }
    }

    private static func leave(_ failure: CommandFailure) -> Never {
        if !failure.sentence.isEmpty { StandardError.print("ringbox: \(failure.sentence)") }
        Glibc.exit(failure.code.rawValue)
    }

    /// Ends as ArgumentParser would: help goes to standard output. Errors are told like every other failure.
    private static func leave(_ error: any Error) -> Never {
        let code = exitCode(for: error)
        let text = fullMessage(for: error)
        if code.isSuccess, !text.isEmpty {
            Console.print(text)
        } else if !text.isEmpty {
            StandardError.print("ringbox: " + (text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text))
        }
        do throws(CommandFailure) {
            try Console.finish()
        } catch {
            leave(error)
        }
        Glibc.exit(code.rawValue)
    }
}
