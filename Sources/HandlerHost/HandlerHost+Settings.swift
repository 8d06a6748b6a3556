import HTTPText
package import JSONText

extension HandlerHost {
    /// The settings that hold for a sandbox, as an object without secrets; nil when its files cannot be read.
    @concurrent
    package func settings(of name: String) async throws(UnknownSandbox) -> JSONValue? {
        guard let known = SandboxName(name), let sandbox = directory[known] else {
            let nearest = directory.names(like: name)
            throw UnknownSandbox(name: name, nearest: nearest.isEmpty ? Array(directory.names.prefix(5)) : nearest)
        }
        await settle(known)
        return await sandbox.settings?.json
    }
}
