/// The way to the states of a data folder.
enum StateAccess {
    /// Through the host that has the folder.
    case host(AdminClient)
    /// Directly, when no host has it.
    case folder(StateFolder)

    /// The most bytes of a document or a patch that are read: what a host takes, and what a state may have with room for white space.
    var textLimit: Int {
        switch self {
        case .host: 256 << 20
        case .folder: 64 << 20
        }
    }

    /// Finds out whether a host runs. One that was killed leaves word that it runs, and nobody answers there.
    ///
    /// - Throws: ``CommandFailure`` when the host that was asked for does not answer.
    init(_ options: AdminOptions) throws(CommandFailure) {
        guard let client = try options.client() else {
            self = .folder(StateFolder(path: options.data.data))
            return
        }
        self = options.adminURL != nil || client.answers ? .host(client) : .folder(StateFolder(path: options.data.data))
    }
}
