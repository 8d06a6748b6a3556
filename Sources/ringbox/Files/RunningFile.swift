import Glibc
import HTTPFrontend
import JSONText

/// Where the host of a data folder listens: `running.json`, there as long as the host runs.
///
/// One that was killed leaves it behind, and anybody may listen on its ports then. So the file counts only while the process that wrote it
/// has the folder's lock.
struct RunningFile {
    let path: String
    private let folder: String

    /// - Parameter folder: The data folder.
    init(in folder: String) {
        self.folder = folder
        path = folder + "/running.json"
    }

    /// The address of the admin server, nil when no host says that it runs.
    func adminAddress() -> ListenAddress? { address("admin") }

    /// The address of the sandboxes, nil when no host says that it runs.
    func trafficAddress() -> ListenAddress? { address("traffic") }

    private func address(_ key: String) -> ListenAddress? {
        guard access(path, F_OK) == 0, let bytes = try? OwnFile.read(path), let json = try? JSONValue(parsing: bytes),
            let host = json[key]?["host"]?.string, let port = json[key]?["port"]?.int, isOf(json["processID"]?.int)
        else { return nil }
        return ListenAddress(host: host, port: port)
    }

    /// Whether the host that wrote the file runs.
    private func isOf(_ writer: Int?) -> Bool {
        switch FolderLock.holder(of: folder) {
        case .nobody: false
        case .process(let processID): writer == Int(processID)
        case .unseen: true
        }
    }

    /// Where a host listens.
    struct Addresses: Sendable {
        var traffic: ListenAddress
        var admin: ListenAddress
        /// Of the FastAGI server, if there is one.
        var agi: ListenAddress?
    }

    func write(_ addresses: Addresses) throws(CommandFailure) {
        var members: [(String, JSONValue)] = [
            ("processID", .number(JSONNumber(Int(getpid())))), ("traffic", Self.json(addresses.traffic)),
            ("admin", Self.json(addresses.admin)),
        ]
        if let agi = addresses.agi { members.append(("agi", Self.json(agi))) }
        let document = JSONValue.object(JSONObject(members: members))
        try TextFile.replace(path, String(decoding: document.bytes(pretty: true), as: UTF8.self) + "\n")
    }

    func remove() { unlink(path) }

    private static func json(_ address: ListenAddress) -> JSONValue {
        ["host": .string(address.host), "port": .number(JSONNumber(address.port))]
    }
}
