import PlainText

/// Where the values of `${NAME}` in settings come from: the files of a folder, and then variables of the host's environment.
package struct SecretSource: Sendable {
    /// What the names of variables begin with that are secrets; settings leave it out.
    package static let prefix = "RINGBOX_SECRET_"

    /// No secrets at all.
    package static let none = SecretSource(environment: [:])

    /// By name, without the prefix.
    private let variables: [String: [UInt8]]
    private let folder: SecretFolder?

    /// - Parameters:
    ///   - environment: All variables by name; those without ``prefix`` are left out.
    ///   - folder: The path of a folder with a file for each secret.
    ///   - looking: How long the folder is waited for.
    package init(environment: [String: [UInt8]], folder: String? = nil, looking: FolderWatcher.Looking = FolderWatcher.Looking()) {
        var variables: [String: [UInt8]] = [:]
        for (name, value) in environment where name.hasPrefix(Self.prefix) {
            variables[String(name.dropFirst(Self.prefix.count))] = value
        }
        self.variables = variables
        self.folder = folder.map { SecretFolder(path: $0, looking: looking) }
    }

    /// The path of the folder with the files.
    var folderPath: String? { folder?.path }

    /// The value at this moment. A file counts before a variable, since files can be replaced while the host runs.
    func value(of name: String) throws(SecretFault) -> SecretText {
        if let text = try folder?.value(of: name) { return text }
        guard let bytes = variables[name] else { throw .missing(nearest: nearest(to: name)) }
        return try SecretText(bytes)
    }

    /// Whether the secret comes from a file that other users of the machine can read.
    func isOpenToOthers(_ name: String) -> Bool { folder?.isOpenToOthers(name) ?? false }

    private func nearest(to name: String) -> [String] {
        let known = Set(variables.keys).union(folder?.names ?? [])
        // Somebody wrote the variable's whole name.
        let stripped = name.hasPrefix(Self.prefix) ? String(name.dropFirst(Self.prefix.count)) : name
        if known.contains(stripped) { return [stripped] }
        return Spelling.nearest(to: stripped, among: known, limit: 1)
    }
}

/// Shows none of the values.
extension SecretSource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "SecretSource" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
