import Synchronization
import VirtualPBX

/// The steps of a call, as they come.
final class CallRecording: Sendable {
    private let all = Mutex<[TimedNote]>([])

    var steps: [TimedNote] { all.withLock { $0 } }

    func append(_ step: TimedNote) { all.withLock { $0.append(step) } }
}
