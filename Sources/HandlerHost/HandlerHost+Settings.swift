package import JSONText
import PlainText

extension HandlerHost {
    /// The settings that hold for a sandbox, as an object without secrets; nil when its files cannot be read.
    package func settings(of name: String) async throws(UnknownSandbox) -> JSONValue? {
        guard let known = SandboxName(name), let sandbox = directory[known] else {
            let names = directory.names
            let nearest = Spelling.nearest(to: name, among: names)
            throw UnknownSandbox(name: name, nearest: nearest.isEmpty ? Array(names.prefix(5)) : nearest)
        }
        return await sandbox.settings
    }
}
