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
    /// - Throws: ``CommandFailure`` when the folder is none.
    func source() throws(CommandFailure) -> SecretSource {
        if let secrets {
            guard let folder = opendir(secrets) else {
                throw CommandFailure(
                    .noInput,
                    "the folder of secrets \(secrets) cannot be read (\(String(cString: strerror(errno)))): --secrets names a folder")
            }
            closedir(folder)
        }
        return SecretSource(environment: try Self.environment(), folder: secrets)
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
