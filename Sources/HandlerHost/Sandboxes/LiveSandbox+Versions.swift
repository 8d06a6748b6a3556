import ChildPrograms
import HTTPText
import JSONText
import StateStore
import Synchronization
import TextFilters
import WorkerProtocol
import YAMLText

extension LiveSandbox {
    /// Gets a worker for the version that serves.
    func open() async {
        defer {
            isOpening = false
            // Those who still wait get another process.
            if worker == nil { pump() }
        }
        guard worker == nil, let served else { return }
        await quiet()
        guard !isClosing else { return }
        do throws(LoadFault) {
            let (candidate, report) = try await placed(.asked) { () throws(LoadFault) in
                let candidate = try await startCandidate(for: served.bundle, .asked)
                return (candidate, try await loadForService(served.bundle, in: candidate).0)
            }
            // What a bundle defines may depend on the state, the time or a secret.
            if report.routes != served.report { serve(try await version(of: served.bundle, routes: report.routes)) }
            if let end = candidate.end { throw end }
            install(candidate)
        } catch {
            dropCandidate()
            let fault = TurnFault(error.outcome, error.sentence)
            let isStop = if case .ended = error { true } else { isAbandoned.load(ordering: .relaxed) }
            if !isStop { services.note(.error, sandbox: name, bundle: served.bundle.version, error.sentence) }
            switch error {
            // Nothing of those who wait has begun.
            case .worker(.gaveWay): return
            case .worker(.ended): return noteDeath()
            case .worker(let start) where start.isRefusal: noteRefusal(fault)
            case .worker: noteDeath()
            case .bundle, .state, .ended: break
            }
            while let turn = waiting.popFirst() { fail(turn, fault) }
        }
    }

    /// What came of loading a version.
    enum Adoption: Equatable {
        case serves
        case failed
        /// It lacked something that may be there later, such as a process or room on the disk; with who waits for it then.
        case postponed(Urgency)
    }

    /// Serves a bundle as soon as it has loaded; until then, and if it does not, the version before goes on serving.
    func adopt(_ bundle: Bundle, _ urgency: Urgency) async -> Adoption {
        let start = clock.now
        defer {
            isHeld = false
            pump()
        }
        do throws(LoadFault) {
            var (candidate, outline, head, report) = try await placed(isAwaited ? .asked : urgency) { () throws(LoadFault) in
                let candidate = try await startCandidate(for: bundle, urgency)
                let (read, head) = try await reader.read(name, seed: bundle.seed)
                let (report, outline) = try await load(bundle, read, in: candidate)
                return (candidate, outline, head, report)
            }
            var version = try await version(of: bundle, routes: report.routes)
            isHeld = true
            await quiet()
            guard !isClosing else { throw .ended }
            // What was read is old when turns of the version that serves have changed the state since, though its worker be gone.
            if !report.patch.isEmpty || (served != nil && head != stored) {
                (report, head) = try await loadForService(bundle, in: candidate)
            } else {
                use(outline, for: candidate)
            }
            stored = head
            expected = head
            if report.routes != version.report { version = try await self.version(of: bundle, routes: report.routes) }
            if let end = candidate.end { throw end }
            serve(version)
            restart = RestartPause()
            worker?.kill()
            worker = nil
            // A worker that nobody waits for takes no place of one that somebody uses.
            if isAwaited || !services.seats.isFull { install(candidate) } else { dropCandidate() }
            keep(bundle, report)
            noteServing(version, "loaded in \(start.duration(to: clock.now).text)")
            return .serves
        } catch {
            dropCandidate()
            switch error {
            case .ended: return .failed
            case _ where error.isPassing:
                let sentence = "\(error.sentence); it is tried again"
                let isNews = retry == nil || problem != redaction.text(sentence)
                fail(loading: sentence, bundle: bundle, outcome: error.outcome, isNews: isNews)
                if case .worker(.gaveWay) = error { return .postponed(.spare) }
                return .postponed(urgency)
            default:
                fail(loading: error.sentence, bundle: bundle, outcome: error.outcome)
                return .failed
            }
        }
    }

    /// Tells what serves from here on.
    func noteServing(_ version: ServedBundle, _ way: String) {
        let (bundle, count) = (version.bundle, version.table.routes.count)
        let sentence = "version \(bundle.version) serves \(count) \(count == 1 ? "route" : "routes") (\(way))"
        services.note(.loaded, sandbox: name, bundle: bundle.version, sentence)
        for warning in bundle.warnings { services.note(.warning, sandbox: name, bundle: bundle.version, warning) }
    }

    /// Notes that the newest files do not serve. Without an earlier version nobody can be answered.
    ///
    /// - Parameters:
    ///   - outcome: What the callers get until something serves.
    ///   - isNews: Whether it was not told before.
    func fail(loading reason: String, bundle: Bundle?, outcome: Outcome = .loadFailed, isNews: Bool = true) {
        let sentence = redaction.text(reason)
        problem = sentence
        problemOutcome = outcome
        // What fails because nobody waits any longer is not the fault of the files.
        if isNews, !isAbandoned.load(ordering: .relaxed) { services.note(.loadFailed, sandbox: name, bundle: bundle?.version, sentence) }
        guard served == nil else { return }
        while let turn = waiting.popFirst() { fail(turn, TurnFault(outcome, sentence)) }
    }

    /// Lets the worker go if nothing is under way.
    func evictIfIdle() {
        guard waiting.isEmpty, running.isEmpty, finished.isEmpty else { return noteUse() }
        guard worker != nil else { return }
        worker?.kill()
        worker = nil
        services.commits.rest(name.text)
    }

    /// A version that is about to serve. Its routes are read away from the event loop: there may be thousands, and each has a pattern.
    ///
    /// - Parameter routes: What a worker reported.
    func version(of bundle: Bundle, routes: [UInt8]) async throws(LoadFault) -> ServedBundle {
        let result = await services.computing.run(for: name) {
            Result { () throws(LoadFault) in try Self.readRoutes(routes, of: bundle) }
        }
        let (table, workerRoutes) = try result.get()
        generations += 1
        return ServedBundle(bundle: bundle, table: table, workerRoutes: workerRoutes, report: routes, generation: generations)
    }

    private static func readRoutes(_ json: [UInt8], of bundle: Bundle) throws(LoadFault) -> (table: RouteTable, workerRoutes: [Int]) {
        let reported: (table: RouteTable, workerRoutes: [Int])
        do {
            reported = try ReportedRoutes(json: json, bundle: bundle).table()
        } catch let error as RouteError {
            throw .bundle(error.description)
        } catch {
            throw .worker(.notReady("it broke the protocol: \(error)"))
        }
        let slips = bundle.settings.slips(
            ofRoutesNotAmong: reported.table.routes.map(\.template), file: "\(bundle.sandbox)/sandbox.yaml")
        guard slips.isEmpty else { throw .bundle(YAMLError(slips: slips).description) }
        return reported
    }

    /// Does something for which a place is needed.
    ///
    /// - Parameter places: Nil for those of all that load.
    func placed<Value>(
        _ urgency: Urgency, in places: LoadPlaces? = nil, _ body: () async throws(LoadFault) -> Value
    ) async throws(LoadFault) -> Value {
        let places = places ?? services.places
        guard !isClosing, let place = await places.take(urgency, for: .loading(name)) else { throw .ended }
        defer { places.leave(place) }
        guard !isClosing else { throw .ended }
        guard places === services.places else { return try await body() }
        places.whenPressed(place) { [weak self] in self?.giveWay(place) }
        loadPlace = place
        defer { loadPlace = nil }
        return try await body()
    }

    var reader: StateReader { StateReader(store: services.store, commits: services.commits) }

    /// Loads a bundle when no turn is under way. What its top-level code changes in the state is a turn of its own, and then
    /// the bundle is loaded once more: what it keeps of `state` are then nodes of the stored one.
    private func loadForService(_ bundle: Bundle, in candidate: Candidate) async throws(LoadFault) -> (LoadReport, StateHead) {
        let first = try await loadStoring(bundle, in: candidate)
        return first.0.patch.isEmpty ? first : try await loadStoring(bundle, in: candidate)
    }

    private func loadStoring(_ bundle: Bundle, in candidate: Candidate) async throws(LoadFault) -> (LoadReport, StateHead) {
        let (read, head) = try await reader.read(name, seed: bundle.seed)
        var (report, outline) = try await load(bundle, read, in: candidate)
        stored = head
        if !report.patch.isEmpty {
            outline = try await Self.changed(consume outline, by: report.patch)
            stored = try await commitLoad(report.patch, after: head)
        }
        use(outline, for: candidate)
        expected = stored
        return (report, stored)
    }

    /// Makes the change of top-level code in what the host knows of the state, away from the event loop.
    @concurrent
    private static func changed(_ outline: consuming StateOutline, by text: [UInt8]) async throws(LoadFault) -> StateOutline {
        do {
            let patch = try StatePatch(parsing: text)
            _ = try outline.shape.apply(patch)
            outline.expiry.apply(patch)
            return outline
        } catch {
            throw .worker(.notReady("it broke the protocol: the patch does not fit the state: \(error)"))
        }
    }

    /// Loads a bundle with a state that was read. What the host has to know of it is made out meanwhile.
    private func load(
        _ bundle: Bundle, _ stored: StoredState?, in candidate: Candidate
    ) async throws(LoadFault) -> (LoadReport, StateOutline) {
        async let outline = reader.outline(of: stored) { self.goesOnLoading }
        let loaded: Result<LoadReport, LoadFault>
        do throws(LoadFault) {
            loaded = .success(try await load(bundle, from: stored, in: candidate))
        } catch {
            loaded = .failure(error)
        }
        // A state that cannot be read is no fault of the bundle, whatever the worker says of it.
        switch await outline {
        case .failure(let error): throw isClosing ? .ended : .state(error)
        case .success(let outline): return (try loaded.get(), outline)
        }
    }

    private func use(_ outline: StateOutline, for candidate: Candidate) {
        candidate.worker.shape = WorkerShape(outline.shape)
        useExpiry(of: outline)
    }

    private func commitLoad(_ patch: [UInt8], after head: StateHead) async throws(LoadFault) -> StateHead {
        let commit = StateCommit(
            sandbox: name.text, version: head.version + 1, parent: head.turn, patch: patch, turn: services.nextTurn().description,
            cause: "load", time: SandboxServices.now)
        switch await services.commits.commit(commit) {
        case .committed: return StateHead(version: commit.version, turn: commit.turn)
        case .conflict: throw .bundle("the state was changed by somebody else while the bundle loaded")
        case .unavailable(let error): throw .state(error)
        }
    }

    /// Makes the candidate the worker that turns go to.
    private func install(_ candidate: Candidate) {
        self.candidate = nil
        rewound.removeAll()
        reports = 0
        settledReport = 0
        noteUse()
        worker = candidate.worker
        services.pool.refill()
        pump()
    }

    private func dropCandidate() {
        candidate?.worker.kill()
        candidate = nil
    }
}
