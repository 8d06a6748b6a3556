import ArgumentParser
import Glibc
import HTTPText
import HandlerHost

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a sandbox that works, to begin with.",
        discussion: """
            Makes a folder with a handler, a seed and settings, each with comments. A running host serves it at once.

              ringbox new shop
            """)

    @Argument(help: "The sandbox's name, which is its subdomain: 1 to 63 of a-z, 0-9, - and _.")
    var name: SandboxArgument

    @OptionGroup var handlers: HandlersOption

    func run() throws {
        let name = name.name.text
        let folder = "\(handlers.handlers)/\(name)"
        try makeFolder(handlers.handlers, mayExist: true)
        if let entry = SandboxScanner(folder: handlers.handlers).scan().entries.first(where: { $0.name.text == name }) {
            let place = "\(handlers.handlers)/\(entry.entry)"
            throw CommandFailure(.cannotCreate, "\(place) is the sandbox \(name) already: choose another name, or remove it")
        }
        // Under a name that is no sandbox, so that a running host sees the files all at once.
        let draft = "\(handlers.handlers)/.\(name).\(getpid())"
        try makeFolder(draft, mayExist: false)
        let files = SandboxTemplate.files(name)
        do throws(CommandFailure) {
            for file in files { try TextFile.create("\(draft)/\(file.path)", file.text) }
            guard rename(draft, folder) == 0 else {
                throw CommandFailure(.cannotCreate, "\(folder) cannot be made: \(String(cString: strerror(errno)))")
            }
        } catch {
            for file in files { unlink("\(draft)/\(file.path)") }
            rmdir(draft)
            throw error
        }
        for file in files { Console.print("\(folder)/\(file.path)") }
        Console.print("Try it: ringbox serve, then curl 'http://\(name).localhost:8080/incoming?numa=74952345678&numb=74951234567'")
    }

    private func makeFolder(_ path: String, mayExist: Bool) throws(CommandFailure) {
        guard mkdir(path, 0o755) != 0, !(mayExist && errno == EEXIST) else { return }
        throw CommandFailure(.cannotCreate, "\(path) cannot be made: \(String(cString: strerror(errno)))")
    }
}
