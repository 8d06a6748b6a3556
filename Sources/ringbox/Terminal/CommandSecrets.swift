import HandlerHost
import Synchronization
import TextFilters

/// The secrets that a command has read. It prints `***` for them, and writes it into files.
///
/// A host hides the secrets of each sandbox by itself, and adds nothing here.
enum CommandSecrets {
    // A process has one standard output, and one set of secrets that must not come out of it.
    private static let redaction = Mutex(Redaction([]))

    /// Hides these as well from now on.
    static func hide(_ more: Redaction) { redaction.withLock { $0 = $0.union(more) } }

    /// The text as it may be shown.
    static func shown(_ text: String) -> String { redaction.withLock { $0 }.text(text) }

    /// The text of a JSON document as it may be shown: another document.
    static func shownJSON(_ text: String) -> String { redaction.withLock { $0 }.json(text) }
}
