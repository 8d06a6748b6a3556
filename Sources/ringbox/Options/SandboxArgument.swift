import ArgumentParser
import HTTPText
import HandlerHost

/// The name of a sandbox, as it is typed.
struct SandboxArgument: ExpressibleByArgument {
    let name: SandboxName

    /// Takes a name in any case.
    init?(argument: String) {
        guard let name = SandboxName(argument) else { return nil }
        self.name = name
    }
}
