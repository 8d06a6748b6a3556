package import HTTPText
package import JSONText

/// The reasons a sandbox cannot be served. All paths are relative to the handlers folder.
package enum BundleError: Error, Equatable, Sendable {
    /// A folder or file whose name cannot be a subdomain.
    case invalidName(entry: String)
    /// Entries of the handlers folder that are the same sandbox.
    case duplicateSandbox(name: SandboxName, entries: [String])
    /// The handlers folder cannot be listed.
    case handlersUnreadable(code: Int32)

    /// A symbolic link that leads out of the sandbox, or an entry that leads out of the handlers folder.
    case linkLeadsOut(path: String)
    /// A symbolic link to nothing, or to itself.
    case brokenLink(path: String)
    /// A folder that is called like a script, such as `orders.js`.
    case folderNamedLikeScript(path: String)
    /// A device, pipe or socket.
    case notAFile(path: String)
    /// A name that is no UTF-8 or has control characters; `path` shows it repaired.
    case fileName(path: String)
    case notUTF8(path: String, offset: Int, line: Int, column: Int)
    case unreadable(path: String, code: Int32)
    /// The file was there when the folder was listed and was gone when it was read, twice.
    case vanished(path: String)

    case tooManyFiles(sandbox: SandboxName, limit: Int)
    /// Names of all kinds, also of files that do not count.
    case tooManyEntries(sandbox: SandboxName, limit: Int)
    case tooManyFolders(sandbox: SandboxName, limit: Int)
    /// Looking through the folders took longer than `limit`.
    case tooSlow(sandbox: SandboxName, limit: Duration)
    /// Looking at the sandbox has not come back within `limit`.
    case hangs(sandbox: SandboxName, limit: Duration)
    case tooDeep(path: String, limit: Int)
    case tooLarge(sandbox: SandboxName, limit: Int)

    /// Two files for one route.
    case duplicateRoute(template: String, paths: [String])
    /// A file name that makes no route, such as `[id]-x.js`.
    case routeName(path: String, reason: RouteError.Reason)
    /// Nothing that answers requests.
    case nothingAnswers(sandbox: SandboxName, entry: String)

    case seedSyntax(path: String, JSONSyntaxError)
    case seedNotObject(path: String, type: String)
    case settings(SettingsError)
    /// Files that esbuild does not accept, or cannot be asked about.
    case transform([TransformError])
}
