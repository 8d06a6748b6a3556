import ChildPrograms
import FastAGI
import HTTPText
import HandlerHost
import PBXClient
import TextFilters
import VirtualPBX

/// The scenarios of the handlers folder, read anew for each call: a save counts at the next one.
struct SandboxScripts: ChannelScriptSource {
    let handlers: String
    /// What scenarios may name.
    let secrets: SecretSource
    let client: PBXClient
    /// Hides the other secrets of a sandbox.
    let redaction: @Sendable (SandboxName) -> Redaction

    func script(of sandbox: String) async throws(ChannelScriptFault) -> ChannelScript {
        guard !sandbox.isEmpty else {
            throw ChannelScriptFault(sandbox: nil, "the address names no sandbox: write agi://host/sandbox in the dialplan")
        }
        guard let name = SandboxName(sandbox) else {
            throw ChannelScriptFault(sandbox: nil, "\(sandbox.prefix(64).debugDescription) is no name of a sandbox")
        }
        let (handlers, secrets, client, redaction) = (handlers, secrets, client, redaction)
        let result = await BlockingThread.run { () -> Result<ChannelScript, CommandFailure> in
            Result { () throws(CommandFailure) in
                let file = try ScenarioFile(of: name, in: handlers, secrets: secrets)
                let content = try file.content()
                return ChannelScript(
                    scenario: content.scenario, sounds: SandboxSounds(files: file.files),
                    client: SandboxClient(client, behind: "/@\(name)"),
                    shown: { content.redaction.union(redaction(name)).text($0) })
            }
        }
        switch result {
        case .success(let script): return script
        case .failure(let failure): throw ChannelScriptFault(sandbox: name.text, failure.sentence)
        }
    }
}
