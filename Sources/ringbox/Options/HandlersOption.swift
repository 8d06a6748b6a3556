import ArgumentParser
import Glibc

struct HandlersOption: ParsableArguments {
    @Option(help: ArgumentHelp("The folder with the sandboxes.", valueName: "folder"))
    var handlers = "handlers"

    /// The folder, which exists.
    ///
    /// - Throws: ``CommandFailure`` when it does not.
    func existingFolder() throws(CommandFailure) -> String {
        guard access(handlers, F_OK) == 0 else {
            let reason = errno == ENOENT ? "does not exist" : "cannot be read (\(String(cString: strerror(errno))))"
            throw CommandFailure(
                .noInput,
                "the handlers folder \(handlers) \(reason): make a sandbox with \"ringbox new <name>\", or name the folder with --handlers")
        }
        guard let folder = opendir(handlers) else {
            guard errno == ENOTDIR else {
                throw CommandFailure(.noInput, "the handlers folder \(handlers) cannot be read (\(String(cString: strerror(errno))))")
            }
            throw CommandFailure(.noInput, "\(handlers) is a file: --handlers names the folder that the sandboxes are in")
        }
        closedir(folder)
        return handlers
    }
}
