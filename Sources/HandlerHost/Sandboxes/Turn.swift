import NIOCore
import PBXInstructions
import WorkerProtocol

/// One request on its way through its sandbox. Belongs to the sandbox's event loop.
final class Turn {
    let id: TurnID
    let request: IncomingRequest
    /// Milliseconds since 1970 at which the request arrived.
    let time: Int64
    /// Told the reply, once.
    private var answer: (@Sendable (TurnReply) -> Void)?

    /// Which version of the sandbox's routes ``match`` comes from; 0 before the first match.
    var generation = 0
    /// Whether it is no request, but the host's own removal of what has expired.
    let isExpiry: Bool
    var match = MatchedRoute()
    var deadline: ContinuousClock.Instant
    /// Until when the turn may wait for its run.
    var queueDeadline: ContinuousClock.Instant

    /// Whom the turn counts for while it waits. Looked for when somebody has to wait.
    private(set) lazy var caller = TurnCaller(request)
    /// Of ``WaitingTurns``.
    var round = 0
    /// Whether it is one of the turns of all sandboxes that are under way.
    var isCounted = false

    /// Of the latest sending to a worker; 0 before the first.
    var number: UInt64 = 0
    /// How often the turn has been sent to a worker.
    var attempts = 0
    /// How many runs that had begun came to nothing because of others.
    var setbacks = 0
    /// Whether nothing else is with the worker while this one is.
    var isExclusive = false
    /// Whether the worker was told to drop the turn.
    var isCancelled = false
    /// When a worker that has not reported the turn by then is taken for dead; nil as long as the turn is in time.
    var giveUp: ContinuousClock.Instant?
    /// The place of the run's report among those of its worker, from 1. That of a run that ended with its worker comes last.
    var place: UInt64 = 0
    var sent: ContinuousClock.Instant?
    var reported: ContinuousClock.Instant?

    /// How the turn ended, once that is known.
    var verdict: TurnVerdict?
    /// Packed ``LogLines`` of the run that counts.
    var log = ByteBuffer()
    var patch = ByteBuffer()
    /// What the turn changes in the state, until that is stored or taken back; nil for nothing.
    var change: ReportCheck.StoredChange?
    /// Whether its report is a large one.
    var isLarge = false
    /// The state version that the turn makes, once its patch is on its way to the store.
    var version: Int64?
    /// Whether the verdict waits for the store.
    var isCommitting = false
    /// What the dialect found odd about the request.
    var requestFindings: [Finding] = []
    var durations = TurnDurations()
    /// The turns that waited, and those that were unanswered, when this one came.
    var queueLength = 0
    var unanswered = 0
    /// The most memory of the worker, in bytes, that was seen while the turn ran.
    var memory = 0

    init(
        id: TurnID, request: IncomingRequest, time: Int64, deadline: ContinuousClock.Instant, isExpiry: Bool = false,
        answer: @escaping @Sendable (TurnReply) -> Void
    ) {
        self.id = id
        self.request = request
        self.time = time
        self.deadline = deadline
        self.isExpiry = isExpiry
        queueDeadline = deadline
        self.answer = answer
    }

    /// What the journal says that a change comes from.
    var cause: String { isExpiry ? "expire" : "\(request.method) \(match.template)" }

    var isAnswered: Bool { answer == nil }

    /// Replies to the caller; does nothing when that has been done.
    func reply(_ reply: TurnReply) {
        answer?(reply)
        answer = nil
    }

    /// Forgets a run that does not count.
    func startOver() {
        verdict = nil
        log = ByteBuffer()
        patch = ByteBuffer()
        change = nil
        isLarge = false
        version = nil
        isCommitting = false
        isExclusive = false
        isCancelled = false
        giveUp = nil
        place = 0
    }
}
