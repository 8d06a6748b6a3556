import Glibc
import HTTPText
import JSONText
import YAMLText

extension BundleError: CustomStringConvertible {
    /// One line for each problem.
    package var description: String { problems.map(\.description).joined(separator: "\n") }

    /// Every problem with its place, for those who list them.
    package var problems: [BundleProblem] {
        switch self {
        case .settings(let error):
            error.yaml.slips.map { slip in
                BundleProblem(file: slip.file, line: slip.line, column: slip.column, message: slip.message)
            }
        case .transform(let errors): errors.flatMap(\.problems)
        case .seedSyntax(let path, let error):
            [BundleProblem(file: path, line: error.line, column: error.column, message: Self.sentence(error))]
        case .notUTF8(let path, let offset, let line, let column):
            [
                BundleProblem(
                    file: path, line: line, column: column,
                    message: "not UTF-8 at byte \(offset): save the file as UTF-8")
            ]
        default: [BundleProblem(file: place, message: sentence)]
        }
    }

    /// The entry or file that has to be changed.
    private var place: String {
        switch self {
        case .invalidName(let entry), .nothingAnswers(_, let entry): entry
        case .duplicateSandbox(_, let entries): entries.first ?? "."
        case .handlersUnreadable: "."
        case .linkLeadsOut(let path), .brokenLink(let path), .folderNamedLikeScript(let path), .notAFile(let path),
            .fileName(let path), .notUTF8(let path, _, _, _), .unreadable(let path, _), .vanished(let path),
            .tooDeep(let path, _), .routeName(let path, _), .seedSyntax(let path, _), .seedNotObject(let path, _):
            path
        case .tooManyFiles(let sandbox, _), .tooManyEntries(let sandbox, _), .tooManyFolders(let sandbox, _), .tooSlow(let sandbox, _),
            .hangs(let sandbox, _), .tooLarge(let sandbox, _):
            sandbox.text
        case .duplicateRoute(_, let paths): paths.first ?? "."
        case .settings, .transform: "."
        }
    }

    private var sentence: String {
        switch self {
        case .invalidName:
            "the name cannot be a subdomain: use 1 to \(SandboxName.longest) of a-z, 0-9, - and _"
        case .duplicateSandbox(let name, let entries):
            "\(Self.list(entries)) are all the sandbox \(name): keep one of them"
        case .handlersUnreadable(let code): "the handlers folder cannot be read: \(Self.text(of: code))"
        case .linkLeadsOut(let path):
            path.contains("/")
                ? "the symbolic link leads out of the sandbox: put the files themselves here, or into \(HandlersFolder.shared) and "
                    + "link to them as ../\(HandlersFolder.shared)/…"
                : "the symbolic link leads out of the handlers folder, or is absolute: put the files themselves here"
        case .brokenLink: "the symbolic link leads nowhere: remove it, or make what it points to"
        case .folderNamedLikeScript: "a folder has the name of a script: rename the folder"
        case .notAFile: "neither a file nor a folder: remove it"
        case .fileName: "the name is not UTF-8 or has control characters: rename it"
        case .unreadable(_, let code): "cannot be read: \(Self.text(of: code))"
        case .vanished: "vanished while it was read: put it back, or save it again"
        case .tooManyFiles(_, let limit): "the sandbox has more than \(limit) files: remove what handlers do not load"
        case .tooManyEntries(_, let limit):
            "the sandbox's folders hold more than \(limit) names: remove what handlers do not load"
        case .tooManyFolders(_, let limit): "the sandbox has more than \(limit) folders: remove what handlers do not load"
        case .tooSlow(_, let limit):
            "looking through the sandbox's folders takes longer than \(limit.text): remove what handlers do not load, or put the "
                + "folder on a faster disk"
        case .hangs(_, let limit):
            "looking at it has not come back within \(limit.text): see whether a disk or a mount in it does not answer"
        case .tooDeep(_, let limit): "folders are nested deeper than \(limit): make the tree flatter"
        case .tooLarge(_, let limit):
            "the sandbox's files have more than \(WrittenUnit.size.text(for: limit)): remove what handlers do not load, "
                + "or raise limits.bundle in sandbox.yaml"
        case .duplicateRoute(let template, let paths): "\(Self.list(paths)) are all the route \(template): keep one of them"
        case .routeName(_, let reason): reason.sentence
        case .nothingAnswers:
            "nothing here answers requests: add a file such as index.js, or main.js with Sandbox.define"
        case .seedNotObject(_, let type): "the seed has to be a JSON object, not \(type)"
        case .notUTF8, .seedSyntax, .settings, .transform: ""
        }
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: " and ") }

    private static func text(of code: Int32) -> String { String(cString: strerror(code)) }

    /// The reason without the place, which the problem has apart.
    private static func sentence(_ error: JSONSyntaxError) -> String { "not JSON: \(error)" }
}
