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
        let (handlers, data, secrets) = (handlers, data?.data, secrets?.secrets)
        let haveAnswered = [
            try FolderLook.check(handlers, option: "--handlers") { Self.fault(of: handlers) },
            try secrets.map { (path) throws(CommandFailure) in
                try FolderLook.check(path, option: SecretsOption.name) { SecretsOption.fault(of: path) }
            } ?? true,
        ]
        if haveAnswered.contains(false) {
            FolderLook.checkLater { Self.lateFault(handlers: handlers, data: data, secrets: secrets) }
        } else if let failure = Self.separation(handlers: handlers, data: data, secrets: secrets) {
            throw failure
        }
        return handlers
    }

    /// What is wrong with folders that have not answered at first; nil for nothing. Waits for them.
    static func lateFault(handlers: String, data: String?, secrets: String?) -> CommandFailure? {
        if FolderLook.isDecided(handlers), let fault = fault(of: handlers) { return fault }
        if let secrets, FolderLook.isDecided(secrets), let fault = SecretsOption.fault(of: secrets) { return fault }
        return separation(handlers: handlers, data: data, secrets: secrets)
    }

    /// What is wrong with how the folders lie; nil for nothing.
    private static func separation(handlers: String, data: String?, secrets: String?) -> CommandFailure? {
        var folders = SeparateFolders()
        do throws(CommandFailure) {
            try folders.add(handlers, option: "--handlers")
            if let data { try folders.add(data, option: "--data") }
            if let secrets { try folders.add(secrets, option: SecretsOption.name) }
            return nil
        } catch {
            return error
        }
    }

    /// Why the folder cannot be used; nil when it can.
    private static func fault(of handlers: String) -> CommandFailure? {
        guard access(handlers, F_OK) == 0 else {
            let reason = errno == ENOENT ? "does not exist" : "cannot be read (\(String(cString: strerror(errno))))"
            return CommandFailure(
                .noInput,
                "the handlers folder \(handlers) \(reason): make a sandbox with \"ringbox new <name>\", or name the folder with --handlers")
        }
        guard let folder = opendir(handlers) else {
            guard errno == ENOTDIR else {
                return CommandFailure(.noInput, "the handlers folder \(handlers) cannot be read (\(String(cString: strerror(errno))))")
            }
            return CommandFailure(.noInput, "\(handlers) is a file: --handlers names the folder that the sandboxes are in")
        }
        closedir(folder)
        return nil
    }
}
