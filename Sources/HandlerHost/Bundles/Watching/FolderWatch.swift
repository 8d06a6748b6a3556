import ChildPrograms
import Glibc

/// The loop of a ``FolderWatcher``, on a thread of its own.
///
/// It is a value until the thread takes it: the watch on the folder itself was set up before changes are promised. What is in the
/// entries is looked at one entry at a time, and what the kernel reports comes in between. Looking is done by another thread, which
/// is left behind when it does not come back: a mount in one sandbox that does not answer keeps no other one's saves from being seen.
struct FolderWatch: Sendable {
    struct Times: Sendable {
        var poll: Duration
        var debounce: Duration
        var settling: Duration

        /// How long an entry whose looks do not come back is left alone.
        var rest: Duration { min(poll * 10, .seconds(10)) }
    }
    /// What a look at an entry showed, and the watches on its folders.
    fileprivate struct Look: Sendable {
        var glance: EntryGlance
        var watches: [FileIdentity: Int32]
        /// The folders' paths by their watches, with a slash at the end unless they are empty.
        var paths: [Int32: String]
    }
    private let folder: String
    private let times: Times
    private let looking: FolderWatcher.Looking
    private let steps: StepThreads
    /// Entries whose looks have not come back, and ``top``.
    private var hanging: Set<String> = []
    /// From when on changes are promised to be reported, in nanoseconds since 1970.
    private let start: Int
    private var queue = InotifyQueue()
    /// The folder itself, as it was seen last.
    private var top = TopLook()
    private var entries: [String: WatchedEntry] = [:]
    /// The entries that a watched folder belongs to, each with its path there.
    private var places: [Int32: [String: String]] = [:]
    /// The entries with a change that was not reported yet, or that is not settled.
    private var pending: Set<String> = []
    /// The entries that are to be looked at, the next one last.
    private var looks: [String] = []
    private var isFirstRound = true
    /// How long the looks since the last round began have taken.
    private var cost = Duration.zero
    private var nextRound = ContinuousClock.now

    /// A round of looking takes this part of the time.
    private static let share = 20
    /// Shorter than that of a reader, who does not hold others up.
    fileprivate static let treeLimits = SandboxTree.Limits(time: .seconds(2))

    init(folder: String, times: Times, looking: FolderWatcher.Looking) {
        self.folder = folder
        self.times = times
        self.looking = looking
        steps = StepThreads(patience: looking.patience)
        start = FileClock.now
        if let seen = lookAtTop() { take(seen) }
        FileClock.wait(until: start)
    }

    /// Watches until the bell rings.
    mutating func run(until bell: Bell, report: (Set<String>) -> Void) {
        while true {
            var polled = [
                pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: queue.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&polled, nfds_t(polled.count), timeout())
            if polled[0].revents != 0 || (count < 0 && errno != EINTR) { return }
            if count > 0, polled[1].revents != 0 { take(queue.read()) }
            if let entry = looks.popLast() {
                look(at: entry)
                if looks.isEmpty { endRound() }
            } else if .now >= nextRound {
                beginRound()
            }
            flush(report)
        }
    }

    /// Stands for the folder itself among those who are told, and among the owners of looks.
    private static let topName = ""

    /// Looks at the folder itself, and watches it if it is not the one that was seen last.
    ///
    /// - Returns: Nil when that has not come back.
    private mutating func lookAtTop() -> TopLook? {
        let outcome = steps.run(for: Self.topName) { [folder, top, queue, looking] in
            looking.begins(Self.topName)
            return TopLook(of: folder, after: top, queue)
        }
        switch outcome {
        case .done(let seen):
            if hanging.remove(Self.topName) != nil { looking.tell(Self.topName, false) }
            return seen
        case .hangs:
            if hanging.insert(Self.topName).inserted { looking.tell(Self.topName, true) }
            return nil
        case .noThread: return nil
        }
    }

    private mutating func take(_ seen: TopLook) {
        top = seen
        guard let queue = seen.queue else { return }
        // The folder is another one, or it is back: the kernel reports about the old one.
        self.queue = queue
        places = [:]
        for name in entries.keys { entries[name]?.watches = [:] }
    }

    // MARK: What the kernel reports

    private mutating func take(_ events: [InotifyEvent]) {
        let now = ContinuousClock.now
        var hasNewNames = false
        for event in events {
            if event.isOverflow {
                // Anything may have changed.
                nextRound = now
                looks = []
            } else if event.watch == top.watch {
                hasNewNames = hasNewNames || event.isNameChange
                takeTop(event, now)
            } else {
                for (entry, path) in places[event.watch] ?? [:] where !event.name.isEmpty && !event.isHidden {
                    note(event, of: entry, path: path + event.name, now)
                }
                if event.isWatchGone { forget(event.watch) }
            }
        }
        // A link may lead elsewhere when one that it leads to does, also one whose name begins with a dot.
        if hasNewNames { looks += entries.filter { $0.value.isLink && $0.value.change == nil }.keys }
    }

    private mutating func takeTop(_ event: InotifyEvent, _ now: ContinuousClock.Instant) {
        if event.endsWatch {
            top.identity = nil
            nextRound = now
            looks = []
        }
        if !event.name.isEmpty, !event.name.hasPrefix(".") { note(event, of: event.name, path: nil, now) }
    }

    /// - Parameter path: Relative to the entry; nil for the entry itself.
    private mutating func note(_ event: InotifyEvent, of entry: String, path: String?, _ now: ContinuousClock.Instant) {
        let file = WatchedEntry.File(watch: event.watch, name: event.name)
        if event.endsWriting { entries[entry]?.endWriting(file) }
        if event.isWriting { entries[entry, default: WatchedEntry()].noteWriting([(path, file)], now) }
        entries[entry, default: WatchedEntry()].noteChange(now)
        pending.insert(entry)
        guard event.isNewFolder, entries[entry]?.rest.map({ $0 <= now }) ?? true else { return }
        // What is written in it from here on is reported. What is in it already may be half written, unless it was moved here.
        guard case .done(let glance) = examine(entry), !event.isMove else { return }
        entries[entry]?.noteWriting(glance.newFiles, now)
    }

    private mutating func forget(_ watch: Int32) {
        for entry in places.removeValue(forKey: watch)?.keys.map(\.self) ?? [] {
            let identity = entries[entry]?.watches.first { $0.value == watch }?.key
            if let identity { entries[entry]?.watches[identity] = nil }
        }
    }

    // MARK: What looking shows

    private mutating func beginRound() {
        guard let seen = lookAtTop() else {
            nextRound = .now + times.rest
            return
        }
        let now = ContinuousClock.now
        take(seen)
        let names = seen.names.union(entries.keys)
        looks = names.filter { entries[$0]?.rest.map { $0 <= now } ?? true }.sorted(by: >)
        if looks.isEmpty { endRound() }
    }

    private mutating func endRound() {
        nextRound = .now + max(times.poll, cost * Self.share)
        cost = .zero
        isFirstRound = false
    }

    private mutating func look(at name: String) {
        let before = entries[name] ?? WatchedEntry()
        guard case .done(let seen) = examine(name) else {
            // What keeps one from coming back may keep all.
            if lookAtTop() == nil { looks = [] }
            return
        }
        let now = ContinuousClock.now
        guard var entry = entries[name] else { return }
        if isFirstRound, !before.wasLookedAt {
            entry.fingerprint = seen.fingerprint
            if seen.newestChange > start {
                entry.noteChange(now)
                entry.noteWriting(seen.newFiles, now)
            }
        } else if seen.fingerprint == before.fingerprint {
            entry.forgetUnsettled()
        } else if before.change == nil {
            let isElsewhere = seen.fingerprint == nil || before.isLink && seen.identity != before.identity
            if entry.isSettled(seen.fingerprint, now, times) || isElsewhere { entry.noteChange(now) }
        }
        entries[name] = entry
        if entry.change != nil || entry.settlingTime(times) != nil { pending.insert(name) }
    }

    /// Looks at an entry and watches its folders.
    private mutating func examine(_ name: String) -> StepThreads.Outcome<EntryGlance> {
        let begin = ContinuousClock.now
        var entry = entries[name] ?? WatchedEntry()
        let known = entry.watches
        let look: Look
        switch steps.run(for: name, { [queue, top, looking] in Look(at: name, in: top.handlers, queue, known: known, looking) }) {
        case .done(let seen): look = seen
        case .hangs:
            entry.rest = .now + times.rest
            entries[name] = entry
            if hanging.insert(name).inserted { looking.tell(name, true) }
            return .hangs
        case .noThread:
            entry.rest = .now + times.rest
            entries[name] = entry
            return .noThread
        }
        if hanging.remove(name) != nil { looking.tell(name, false) }
        var glance = look.glance
        let (watches, paths) = (look.watches, look.paths)
        if glance.isWhole { release(Set(known.values).subtracting(watches.values), of: name) }
        for (watch, path) in paths { places[watch, default: [:]][name] = path }
        entry.watches = glance.isWhole ? watches : known.merging(watches) { $1 }
        entry.isLink = glance.isLink
        entry.identity = glance.identity
        entry.wasLookedAt = true
        let duration = ContinuousClock.now - begin
        cost += duration
        entry.rest = duration < .milliseconds(1) ? nil : .now + duration * (glance.isWhole ? 4 : 40)
        // What was not seen to its end, for want of time, is taken for what it was.
        if !glance.isWhole, glance.fingerprint == nil { glance.fingerprint = entry.fingerprint }
        entries[name] = glance.fingerprint == nil && entry.fingerprint == nil && entry.change == nil ? nil : entry
        return .done(glance)
    }

    private mutating func release(_ watches: Set<Int32>, of name: String) {
        for watch in watches {
            places[watch]?[name] = nil
            guard places[watch]?.isEmpty == true else { continue }
            places[watch] = nil
            queue.remove(watch)
        }
    }

    // MARK: Reporting

    private mutating func flush(_ report: (Set<String>) -> Void) {
        guard !pending.isEmpty else { return }
        let now = ContinuousClock.now
        var due: Set<String> = []
        for name in pending {
            if let time = entries[name]?.dueTime(times) {
                if time <= now { due.insert(name) }
            } else if let time = entries[name]?.settlingTime(times) {
                if time <= now { look(at: name) }
            } else {
                pending.remove(name)
            }
        }
        for name in due {
            let seen = examine(name)
            guard !hanging.contains(name) else {
                due.remove(name)
                continue
            }
            entries[name]?.settle()
            pending.remove(name)
            // What is reported here is not found once more by looking.
            guard case .done(let glance) = seen else { continue }
            entries[name]?.fingerprint = glance.fingerprint
            if glance.fingerprint == nil { entries[name] = nil }
        }
        if !due.isEmpty { report(due) }
    }

    private func timeout() -> Int32 {
        guard looks.isEmpty else { return 0 }
        var next = nextRound
        for name in pending {
            if let time = entries[name]?.dueTime(times) ?? entries[name]?.settlingTime(times) { next = min(next, time) }
        }
        let left = next - ContinuousClock.now
        return left <= .zero ? 0 : Int32(clamping: min(left.microseconds / 1_000, 60_000) + 1)
    }
}

extension FolderWatch.Look {
    /// - Parameter known: The watches that there are on folders of the entry.
    fileprivate init(
        at name: String, in handlers: HandlersFolder?, _ queue: InotifyQueue, known: [FileIdentity: Int32],
        _ looking: FolderWatcher.Looking
    ) {
        looking.begins(name)
        var watches: [FileIdentity: Int32] = [:]
        var paths: [Int32: String] = [:]
        var added: Set<Int32> = []
        var glance = EntryGlance(of: name, in: handlers, limits: FolderWatch.treeLimits) { path, folder in
            guard let watch = known[folder.identity] ?? queue.add(folder) else { return }
            if known[folder.identity] == nil { added.insert(watch) }
            watches[folder.identity] = watch
            paths[watch] = path.isEmpty ? "" : path + "/"
        }
        glance.noteNewFiles(paths.filter { added.contains($0.key) })
        self.init(glance: glance, watches: watches, paths: paths)
    }
}
