import ArgumentParser
import Glibc
import HandlerHost

/// Where the secrets of `sandbox.yaml` come from.
struct SecretsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder with a file for each secret: ${CRM_TOKEN} in sandbox.yaml is the text of the file CRM_TOKEN there, or else that of the variable RINGBOX_SECRET_CRM_TOKEN.",
            valueName: "folder"))
    var secrets: String?

    /// The source, with the environment as it is.
    ///
    /// - Throws: ``CommandFailure`` when the environment cannot be read.
    func source() throws(CommandFailure) -> SecretSource {
        SecretSource(environment: try Self.environment(), folder: secrets)
    }

    static let name = "--secrets"

    /// Why a folder of secrets cannot be used; nil when it can.
    static func fault(of path: String) -> CommandFailure? {
        guard let folder = opendir(path) else {
            return CommandFailure(
                .noInput, "the folder of secrets \(path) cannot be read (\(String(cString: strerror(errno)))): \(name) names a folder")
        }
        closedir(folder)
        return nil
    }

    /// The variables that the program was started with, by name.
    private static func environment() throws(CommandFailure) -> [String: [UInt8]] {
        var variables: [String: [UInt8]] = [:]
        for entry in try TextFile.read("/proc/self/environ", limit: 64 << 20).split(separator: 0) {
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
            variables[String(decoding: entry[..<equals], as: UTF8.self)] = Array(entry[(equals + 1)...])
        }
        return variables
    }
}
