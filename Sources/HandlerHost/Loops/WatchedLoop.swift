import CLinux
import NIOCore
import Synchronization

/// One event loop and what is known of its delays. The watch's thread gives the loop something to do and sees how late it comes to it.
final class WatchedLoop: Sendable {
    fileprivate struct Beat {
        let posted: ContinuousClock.Instant
        /// How long the loop had waited for a processor before.
        let waited: Duration
    }
    fileprivate struct State {
        static let minuteCount = 6

        var beat: Beat?
        var all = DelayHistogram()
        var own = DelayHistogram()
        /// A histogram for each of the last minutes, the present one last.
        var minutes: [(begin: ContinuousClock.Instant, delays: DelayHistogram)] = []
        /// What the loop did when it was seen late.
        var seen: (step: LoopStep, sandbox: UInt32)?
        var isTold = false
        /// A stall that is over; it is told, though it may have been told while it lasted.
        var over: LoopStall?
        var stalls = 0
        var starvations = 0
        var lastStall: String?
    }

    /// Below this a delay counts as the host's own without asking the kernel.
    private static let unasked = Duration.milliseconds(1)

    let loop: any EventLoop
    let note = LoopNote()
    private let number: Int
    private let clock = Mutex<SchedulerClock?>(nil)
    private let state = Mutex(State())

    /// - Parameter number: From 1.
    init(_ loop: any EventLoop, number: Int) {
        self.loop = loop
        self.number = number
    }

    /// Looks at the loop, and gives it the next thing to do when it has come to the last one.
    ///
    /// - Returns: A stall that is over, or one that has lasted for long, the first time that it is seen so.
    func look(at now: ContinuousClock.Instant) -> LoopStall? {
        let (isIdle, stall) = state.withLock { state -> (Bool, LoopStall?) in
            guard let beat = state.beat else {
                defer { state.over = nil }
                return (true, state.over)
            }
            state.seen = note.current ?? state.seen
            let delay = beat.posted.duration(to: now)
            guard !state.isTold, delay >= LoopWatch.longStall else { return (false, nil) }
            state.isTold = true
            return (false, LoopStall(loop: number, duration: delay, isOver: false, seen: state.seen))
        }
        if isIdle { post(now) }
        return stall
    }

    /// Keeps what was told of a stall.
    func keep(_ sentence: String) { state.withLock { $0.lastStall = sentence } }

    var report: LoopReport {
        state.withLock { state in
            var recent = DelayHistogram()
            for minute in state.minutes { recent.formUnion(minute.delays) }
            return LoopReport(
                number: number, all: LoopReport.Delays(state.all), recent: LoopReport.Delays(recent), own: LoopReport.Delays(state.own),
                stalls: state.stalls, starvations: state.starvations, lastStall: state.lastStall)
        }
    }

    private func post(_ now: ContinuousClock.Instant) {
        let waited = clock.withLock { $0?.waited } ?? .zero
        state.withLock { $0.beat = Beat(posted: now, waited: waited) }
        loop.execute { self.arrived() }
    }

    /// Runs on the loop.
    private func arrived() {
        let now = ContinuousClock.now
        let isLate = state.withLock { ($0.beat.map { $0.posted.duration(to: now) } ?? .zero) > Self.unasked }
        let waited = clock.withLock { clock -> Duration? in
            if clock == nil { clock = SchedulerClock(thread: linux_thread_id()) }
            return isLate ? clock?.waited : nil
        }
        state.withLock { $0.end(at: now, waited: waited, loop: number) }
    }
}

extension WatchedLoop.State {
    /// - Parameter waited: How long the loop has waited for a processor in its life; nil where that was not asked.
    fileprivate mutating func end(at now: ContinuousClock.Instant, waited: Duration?, loop: Int) {
        guard let beat else { return }
        let delay = beat.posted.duration(to: now)
        let own = delay - min(waited.map { $0 - beat.waited } ?? .zero, delay)
        all.add(delay)
        self.own.add(own)
        if minutes.last.map({ $0.begin.advanced(by: .seconds(60)) <= now }) ?? true {
            minutes.append((now, DelayHistogram()))
            if minutes.count > Self.minuteCount { minutes.removeFirst() }
        }
        minutes[minutes.count - 1].delays.add(delay)
        if delay >= LoopWatch.stall {
            stalls += 1
            if own < LoopWatch.stall { starvations += 1 } else { over = LoopStall(loop: loop, duration: delay, isOver: true, seen: seen) }
        }
        self.beat = nil
        seen = nil
        isTold = false
    }
}
