import ChildPrograms
import StateStore
import WorkerProtocol

/// The shape of the state that a worker has, with the changes of all turns that it has reported.
///
/// Belongs to the sandbox's event loop, and while something large is done with it, to the thread that does that: see ``ShapeWork``.
// Sendable: it has one owner at a time. The loop hands it to a thread with a `ShapeWork`, and does not touch it until that is over.
final class WorkerShape: @unchecked Sendable {
    /// With more places than that, it is let go on a thread of its own.
    private static let fewPlaces = 1_000

    private var document: DocumentShape

    init(_ document: DocumentShape = .empty) { self.document = document }

    deinit {
        guard document.hasMorePlaces(than: Self.fewPlaces) else { return }
        let scraps = Scraps(document)
        document = .empty
        BlockingThread.start { scraps.drop() }
    }

    /// Makes a worker's changes, and returns what takes them back. An honest worker's changes can be made.
    func apply(_ patch: StatePatch) throws(FrameError) -> [DocumentShape.Change] {
        do {
            return try document.apply(patch)
        } catch {
            throw .unfit("the patch does not fit the state: \(error)")
        }
    }

    /// Takes changes back, those that were made last first.
    func undo(_ changes: [DocumentShape.Change]) { document.undo(changes) }
}
