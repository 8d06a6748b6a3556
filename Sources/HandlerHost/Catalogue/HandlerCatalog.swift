import ChildPrograms
import Glibc
import HTTPText
import NIOCore
import Synchronization

/// Keeps the sandboxes in operation in step with the handlers folder.
///
/// What blocks or takes long is done by tasks and threads that report an event: looking through the folder, reading, transforming,
/// loading. A new version is handed to its sandbox, which takes it over by itself.
struct HandlerCatalog: Sendable {
    let configuration: HostConfiguration
    let services: SandboxServices
    let directory: SandboxDirectory
    let loops: any EventLoopGroup

    private let scanner: SandboxScanner
    private let events: AsyncStream<CatalogEvent>
    private let input: AsyncStream<CatalogEvent>.Continuation

    init(configuration: HostConfiguration, services: SandboxServices, directory: SandboxDirectory, loops: any EventLoopGroup) {
        self.configuration = configuration
        self.services = services
        self.directory = directory
        self.loops = loops
        scanner = SandboxScanner(folder: configuration.handlersFolder, looking: configuration.looking)
        (events, input) = AsyncStream.makeStream()
    }

    /// A sandbox whose files could not be read because the host lacked something, such as a process.
    private struct Lack {
        var pause: RetryPause
        /// When it was read last.
        var latest = ContinuousClock.now
    }

    /// The shortest time between two attempts to read that callers cause.
    private static let askedPause = Duration.seconds(1)

    /// What is under way.
    private struct Work {
        var record: FolderRecord
        var entries: [SandboxName: SandboxEntry] = [:]
        /// Sandboxes that are being read or wait for it, and those of them that have to be read once more.
        var reading: Set<SandboxName> = []
        var again: Set<SandboxName> = []
        /// Sandboxes that the host lacked something for when they were read last, and those of them that are read again by themselves.
        var lacking: [SandboxName: Lack] = [:]
        var retries: Set<SandboxName> = []
        /// Entries whose files were saved since they were read.
        var untold: Set<String> = []
        /// Entries that were read before the folder was watched: their changes may be unknown.
        var readUnwatched: Set<String> = []
        var isWatched = false
        var isScanning = false
        /// What changed since the last look began; nil when nothing did.
        var pending: FolderChanges?
        /// Whether the folder is looked through again soon though nothing changes.
        var isLookDue = false
        var isStarted = false
    }

    /// Brings every sandbox of the folder into operation and follows its changes, until the task is cancelled.
    ///
    /// - Parameter isReady: Called when the folder has been looked through: each of its sandboxes is known, and loads when it is
    ///   asked for.
    func run(isReady: @escaping @Sendable () -> Void) async {
        await withDiscardingTaskGroup { tasks in
            var work = Work(record: FolderRecord(patience: configuration.removalPatience))
            services.pool.refill()
            scan(.all, &work, in: &tasks)
            watch(in: &tasks)
            tasks.addTask { await self.evictUnused() }
            for await event in events { react(to: event, &work, in: &tasks, isReady) }
            services.places.close()
            services.stateReads.close()
            for sandbox in directory.all { close(sandbox, in: &tasks) }
            tasks.cancelAll()
        }
    }

    /// Notes that somebody asks for a sandbox of which nothing serves: if the host lacked something for reading it, it is read again.
    /// The requests that come before that is seen to are one event.
    func wasAsked(for sandbox: LiveSandbox) {
        if !sandbox.isAskedFor.exchange(true, ordering: .relaxed) { input.yield(.wasAsked(sandbox.name)) }
    }

    private func react(
        to event: CatalogEvent, _ work: inout Work, in tasks: inout DiscardingTaskGroup, _ isReady: @Sendable () -> Void
    ) {
        switch event {
        case .changed(let changes): scan(changes, &work, in: &tasks)
        case .watched:
            work.isWatched = true
            scan(FolderChanges(unwatched: work.readUnwatched), &work, in: &tasks)
            work.readUnwatched = []
        case .scanned(let scan, let isMeantEmpty, let changes):
            work.isScanning = false
            let steps = work.record.take(scan, isMeantEmpty: isMeantEmpty, changes, now: .now)
            if !changes.saved.isEmpty { work.untold.formUnion(changes.saved.intersection(scan.entries.map(\.entry))) }
            take(steps, &work, in: &tasks)
            if !work.isStarted {
                work.isStarted = true
                if scan.isComplete, !scan.entries.isEmpty { services.shelf?.forgetAll { [directory] in directory[$0] != nil } }
                isReady()
            }
            if let pending = work.pending {
                work.pending = nil
                self.scan(pending, &work, in: &tasks)
            }
            if steps.isUnsettled, !work.isLookDue { lookAgain(&work, in: &tasks) }
        case .look:
            work.isLookDue = false
            scan(.none, &work, in: &tasks)
        case .hasOrders(let sandbox):
            tasks.addTask(executorPreference: services.reading.executor(for: sandbox.name)) { await sandbox.work() }
        case .mayRead(let name, let place): read(name, place, &work, in: &tasks)
        case .wasRead(let name, let isLacking):
            work.reading.remove(name)
            if isLacking { retryLater(name, &work, in: &tasks) } else { work.lacking[name] = nil }
            if work.again.remove(name) != nil { readLater(name, urgency(ofSaving: name), &work) }
        case .wasAsked(let name):
            directory[name]?.isAskedFor.store(false, ordering: .relaxed)
            guard let lack = work.lacking[name] else { break }
            if work.reading.contains(name) {
                services.places.hurry(name, to: .asked)
            } else if lack.latest.duration(to: .now) >= Self.askedPause {
                readLater(name, .asked, &work)
            }
        case .isRetryDue(let name):
            work.retries.remove(name)
            if work.lacking[name] != nil { readLater(name, .spare, &work) }
        }
    }

    /// Has the folder looked through, on a thread of its own. One look goes on at a time.
    private func scan(_ changes: FolderChanges, _ work: inout Work, in tasks: inout DiscardingTaskGroup) {
        guard !work.isScanning else {
            var pending = work.pending ?? .none
            pending.formUnion(changes)
            work.pending = pending
            return
        }
        work.isScanning = true
        let (folder, input, scanner) = (configuration.handlersFolder, input, scanner)
        let shelf = work.isStarted ? nil : services.shelf
        // Nobody waits for the thread: a folder that hangs must not keep the host from ending.
        BlockingThread.start {
            var scan = scanner.scan()
            let isMeantEmpty = scan.isComplete && scan.entries.isEmpty && access("\(folder)/\(FolderRecord.emptyMark)", F_OK) == 0
            // Nothing is known of the folder yet: what has served before does.
            if !scan.isComplete, let shelf { scan.add(shelf.names, patience: scanner.patience) }
            input.yield(.scanned(scan, isMeantEmpty: isMeantEmpty, changes))
        }
    }

    private func lookAgain(_ work: inout Work, in tasks: inout DiscardingTaskGroup) {
        work.isLookDue = true
        let pause = min(max(configuration.removalPatience / 4, .milliseconds(10)), .seconds(1))
        tasks.addTask {
            // Ends early with the task, when nobody looks any more.
            try? await Task.sleep(for: pause)
            input.yield(.look)
        }
    }

    /// Does what follows from a look.
    private func take(_ steps: FolderRecord.Steps, _ work: inout Work, in tasks: inout DiscardingTaskGroup) {
        for sentence in steps.news { services.note(.error, sandbox: nil, sentence) }
        for name in steps.removals { remove(name, &work, in: &tasks) }
        // First the places, then the sandboxes: whoever finds one can hurry its reading.
        for entry in steps.due {
            work.entries[entry.name] = entry
            readLater(entry.name, work.isStarted ? urgency(ofSaving: entry.name) : .spare, &work)
        }
        for name in steps.additions {
            directory[name] = LiveSandbox(name: name, loop: loops.next(), services: services) { [input] in input.yield(.hasOrders($0)) }
        }
        for (name, problem) in steps.refusals {
            work.entries[name] = nil
            directory[name]?.renew(.refused(problem, isNews: true))
        }
    }

    private func remove(_ name: SandboxName, _ work: inout Work, in tasks: inout DiscardingTaskGroup) {
        work.entries[name] = nil
        guard let sandbox = directory[name] else { return }
        directory[name] = nil
        close(sandbox, in: &tasks)
        services.shelf?.forget(name)
        services.note(.removed, sandbox: name, "its files are gone; its state is kept")
        services.redactions[name] = nil
    }

    private func close(_ sandbox: LiveSandbox, in tasks: inout DiscardingTaskGroup) {
        sandbox.close()
        tasks.addTask(executorPreference: services.reading.executor(for: sandbox.name)) { await sandbox.work() }
    }

    private func urgency(ofSaving name: SandboxName) -> Urgency { directory[name]?.current == nil ? .added : .saved }

    private func readLater(_ name: SandboxName, _ urgency: Urgency, _ work: inout Work) {
        guard work.reading.insert(name).inserted else {
            work.again.insert(name)
            // It may wait behind all those that nobody waits for.
            if urgency != .spare { services.places.hurry(name, to: urgency) }
            return
        }
        services.places.whenFree(urgency, for: .reading(name)) { [input] in input.yield(.mayRead(name, $0)) }
    }

    private func read(_ name: SandboxName, _ place: LoadPlaces.Place?, _ work: inout Work, in tasks: inout DiscardingTaskGroup) {
        guard let place else {
            input.yield(.wasRead(name, isLacking: false))
            return
        }
        guard let entry = work.entries[name], let sandbox = directory[name] else {
            services.places.leave(place)
            input.yield(.wasRead(name, isLacking: false))
            return
        }
        if !work.isWatched { work.readUnwatched.insert(entry.entry) }
        let isNews = work.untold.remove(entry.entry) != nil
        let isRetry = work.lacking[name] != nil
        tasks.addTask(executorPreference: services.reading.executor(for: name)) {
            let isLacking = await read(entry, for: sandbox, place.urgency, isNews: isNews, isRetry: isRetry)
            services.places.leave(place)
            input.yield(.wasRead(name, isLacking: isLacking))
        }
    }

    /// Has a sandbox read again after a pause.
    private func retryLater(_ name: SandboxName, _ work: inout Work, in tasks: inout DiscardingTaskGroup) {
        work.lacking[name, default: Lack(pause: configuration.readingPause)].latest = .now
        guard work.retries.insert(name).inserted, let pause = work.lacking[name]?.pause.failed() else { return }
        tasks.addTask {
            // Ends early with the task, when nobody reads any more.
            try? await Task.sleep(for: pause)
            input.yield(.isRetryDue(name))
        }
    }

    /// Makes a bundle of a sandbox's files and hands it over.
    ///
    /// - Parameters:
    ///   - isNews: Whether somebody has saved the files: he is told what is wrong though it was wrong before.
    ///   - isRetry: Whether the host lacked something for the same before.
    /// - Returns: Whether the host lacked something for it.
    private func read(
        _ entry: SandboxEntry, for sandbox: LiveSandbox, _ urgency: Urgency, isNews: Bool, isRetry: Bool
    ) async -> Bool {
        do throws(BundleError) {
            let built = try await services.builder.build(entry, knowing: sandbox.current == nil ? services.shelf : nil)
            // The sandbox finds out whether it is new: what it was given before may not have been seen to yet.
            sandbox.renew(isRetry ? .built(built, urgency) : .read(built, urgency))
            return false
        } catch {
            // At the end of the host a file may not have been read for that reason only.
            if !Task.isCancelled { sandbox.renew(.refused(error, isNews: isNews)) }
            return error.isLack
        }
    }

    /// Follows the changes of the handlers folder and of the secrets.
    private func watch(in tasks: inout DiscardingTaskGroup) {
        let folder = configuration.handlersFolder
        let handlersLooking = looking { $0.isEmpty ? .handlers(folder: folder) : .entry($0) }
        let secretsLooking = { (folder: String) in
            looking { $0.isEmpty ? .secrets(folder: folder) : .secret(file: $0) }
        }
        let interval = configuration.pollInterval
        let handlers = FolderWatcher(folder: configuration.handlersFolder, pollInterval: interval, looking: handlersLooking)
        let secrets = configuration.secrets.folderPath.map {
            FolderWatcher(folder: $0, pollInterval: interval, looking: secretsLooking($0))
        }
        tasks.addTask {
            var pause = RetryPause()
            var isTold = false
            // Setting the watches up walks through everything.
            while let begun = await BlockingThread.runUnlessCancelled({ Watches(handlers, secrets) }) {
                guard let watches = begun else {
                    if !isTold {
                        services.note(
                            .error, sandbox: nil,
                            "saves are not seen: the system has no thread or no descriptor for watching files; it is tried again")
                    }
                    isTold = true
                    // Ends early with the task, which is looked at above.
                    try? await Task.sleep(for: pause.failed())
                    continue
                }
                if isTold { services.note(.warning, sandbox: nil, "saves are seen again") }
                input.yield(.watched)
                async let saves: Void = forward(watches.handlers) { FolderChanges(saved: $0) }
                async let others: Void = forward(watches.secrets) { _ in .all }
                _ = await (saves, others)
                return
            }
        }
    }

    /// How entries of a watched folder are looked at.
    ///
    /// - Parameter place: What an entry is; that of no name is the folder itself.
    private func looking(_ place: @escaping @Sendable (_ entry: String) -> AnswerlessPlace) -> FolderWatcher.Looking {
        var looking = configuration.looking
        looking.tell = { [services, input, patience = looking.patience] entry, hangs in
            let place = place(entry)
            services.note(hangs ? .error : .warning, sandbox: place.sandbox, place.sentence(hangs: hangs, patience: patience))
            // What could not be read for that reason is read at once.
            if !hangs, case .secrets = place { input.yield(.changed(.all)) }
        }
        return looking
    }

    /// The changes of both folders; nil when one cannot be watched.
    private struct Watches: Sendable {
        let handlers: AsyncStream<Set<String>>
        let secrets: AsyncStream<Set<String>>?

        init?(_ handlers: FolderWatcher, _ secrets: FolderWatcher?) {
            guard let changes = handlers.changes() else { return nil }
            self.handlers = changes
            self.secrets = secrets?.changes()
            if secrets != nil, self.secrets == nil { return nil }
        }
    }

    private func forward(_ changes: AsyncStream<Set<String>>?, _ meaning: (Set<String>) -> FolderChanges) async {
        guard let changes else { return }
        for await entries in changes { input.yield(.changed(meaning(entries))) }
    }

    /// Takes workers away that nobody used for long.
    private func evictUnused() async {
        while true {
            do {
                try await Task.sleep(for: .seconds(1))
            } catch {
                return
            }
            services.seats.evictUnused(for: configuration.workerIdleLimit, now: services.uptime)
        }
    }
}
