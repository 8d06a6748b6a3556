/// Who waits for a sandbox to be read or loaded, the most urgent first. Each kind has places of its own, so that no kind waits for
/// another one.
enum Urgency: Int, CaseIterable, Sendable {
    /// A caller waits.
    case asked
    /// Its files were saved while another version of them serves.
    case saved
    /// Its files were saved, and no version of them serves. Whether they load is less certain. No caller depends on them.
    case added
    /// Nobody: it is read or loaded when there is time.
    case spare

    /// How many sandboxes of this kind may be read or loaded at the same time. A load takes a process.
    var width: Int {
        switch self {
        case .asked: 12
        case .saved, .added: 4
        case .spare: 2
        }
    }

    /// Whoever is read or loaded for longer than this holds no others of his kind up any more. Where nobody waits there is time.
    var usualTime: Duration {
        switch self {
        case .asked, .saved, .added: .seconds(1)
        case .spare: .seconds(10)
        }
    }
}
