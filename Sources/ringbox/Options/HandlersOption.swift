import ArgumentParser
import Glibc

struct HandlersOption: ParsableArguments {
    @Option(help: ArgumentHelp("The folder with the sandboxes.", valueName: "folder"))
    var handlers = "handlers"

    /// The folder, which exists.
    ///
    /// - Parameters:
    ///   - data: The data folder that the command uses.
    ///   - secrets: The folder of secrets that it uses.
    /// - Throws: ``CommandFailure`` when it does not exist, or when one of the folders is in another one.
    func existingFolder(data: DataOption? = nil, secrets: SecretsOption?) throws(CommandFailure) -> String {
        let folder = try existingFolder()
        var folders = SeparateFolders()
        try folders.add(folder, option: "--handlers")
        if let data { try folders.add(data.data, option: "--data") }
        if let secrets = secrets?.secrets { try folders.add(secrets, option: "--secrets") }
        return folder
    }

    private func existingFolder() throws(CommandFailure) -> String {
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
