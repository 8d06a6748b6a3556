/// All files of a sandbox that count, read at one time, with its settings.
struct SandboxFiles: Sendable {
    /// The file with the calls of the virtual PBX.
    static let scenario = "scenario.yaml"

    /// The settings, then the others by path.
    var files: [SandboxFile] = []
    var settings: SandboxSettings
    var warnings: [String] = []

    /// Entry files at the top, the one that counts first.
    static func main(among paths: [String]) -> [String] {
        ScriptExtension.allCases.map { "main.\($0.rawValue)" }.filter { paths.contains($0) }
    }
}
