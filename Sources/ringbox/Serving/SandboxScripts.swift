import ChildPrograms
import FastAGI
import HandlerHost
import PBXClient
import VirtualPBX

/// The scenarios of the handlers folder, read anew for each call: a save counts at the next one.
struct SandboxScripts: ChannelScriptSource {
    let handlers: String
    let client: PBXClient

    func script(of sandbox: String) async throws(ChannelScriptFault) -> ChannelScript {
        guard !sandbox.isEmpty else {
            throw ChannelScriptFault(sandbox: nil, "the address names no sandbox: write agi://host/sandbox in the dialplan")
        }
        guard let name = SandboxName(sandbox) else {
            throw ChannelScriptFault(sandbox: nil, "\(sandbox.prefix(64).debugDescription) is no name of a sandbox")
        }
        let (handlers, client) = (handlers, client)
        let result = await BlockingThread.run { () -> Result<ChannelScript, CommandFailure> in
            Result { () throws(CommandFailure) in
                let file = try ScenarioFile(of: name, in: handlers)
                return ChannelScript(
                    scenario: try file.read(), sounds: SandboxSounds(files: file.files),
                    client: SandboxClient(client, behind: "/@\(name)"))
            }
        }
        switch result {
        case .success(let script): return script
        case .failure(let failure): throw ChannelScriptFault(sandbox: name.text, failure.sentence)
        }
    }
}
