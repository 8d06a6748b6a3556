import JSONText
import StateStore
import Synchronization
import WorkerProtocol
import YAMLText

extension LiveSandbox {
    /// Gets a worker for the version that serves.
    func open() async {
        defer { isOpening = false }
        guard worker == nil, let served else { return }
        await quiet()
        do throws(LoadFault) {
            let candidate = try await startCandidate(for: served.bundle)
            _ = try await loadForService(served.bundle, in: candidate)
            install(candidate)
        } catch {
            dropCandidate()
            if case .worker = error { noteDeath() }
            let fault = TurnFault(error.outcome, error.sentence)
            services.note(.error, sandbox: name, bundle: served.bundle.version, error.sentence)
            while let turn = waiting.popFirst() { fail(turn, fault) }
        }
    }

    /// Serves a bundle as soon as it has loaded; until then, and if it does not, the version before goes on serving.
    func adopt(_ bundle: Bundle) async {
        newest = bundle
        let start = clock.now
        defer {
            isHeld = false
            pump()
        }
        do throws(LoadFault) {
            let candidate = try await startCandidate(for: bundle)
            let (read, firstHead) = try await reader.read(name, seed: bundle.seed)
            var (report, outline) = try await load(bundle, read, in: candidate)
            var head = firstHead
            let (table, workerRoutes) = try routes(report.routes, of: bundle)
            isHeld = true
            await quiet()
            if !report.patch.isEmpty || (worker != nil && head != stored) {
                (report, head) = try await loadForService(bundle, in: candidate)
            } else {
                use(outline, for: candidate)
            }
            stored = head
            expected = head
            generations += 1
            serve(ServedBundle(bundle: bundle, table: table, workerRoutes: workerRoutes, generation: generations))
            problem = nil
            restart = RestartPause()
            worker?.kill()
            worker = nil
            install(candidate)
            services.note(.loaded, sandbox: name, bundle: bundle.version, loadedSentence(bundle, table, start.duration(to: clock.now)))
            for warning in bundle.warnings { services.note(.warning, sandbox: name, bundle: bundle.version, warning) }
        } catch {
            dropCandidate()
            fail(loading: error.sentence, bundle: bundle, outcome: error.outcome)
        }
    }

    /// Notes that the newest files do not serve. Without an earlier version nobody can be answered.
    ///
    /// - Parameter outcome: What the callers get until something serves.
    func fail(loading reason: String, bundle: Bundle?, outcome: Outcome = .loadFailed) {
        let sentence = redaction.text(reason)
        problem = sentence
        problemOutcome = outcome
        services.note(.loadFailed, sandbox: name, bundle: bundle?.version, sentence)
        guard served == nil else { return }
        while let turn = waiting.popFirst() { fail(turn, TurnFault(outcome, sentence)) }
    }

    /// Lets the worker go if nothing is under way.
    func evictIfIdle() {
        guard waiting.isEmpty, running.isEmpty, finished.isEmpty else { return }
        worker?.kill()
        worker = nil
        services.commits.rest(name.text)
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
            let patch: StatePatch
            do {
                patch = try StatePatch(parsing: report.patch)
                _ = try outline.shape.apply(patch)
            } catch {
                throw .worker(.notReady("it broke the protocol: the patch does not fit the state: \(error)"))
            }
            stored = try await commitLoad(report.patch, after: head)
            outline.expiry.apply(patch)
        }
        use(outline, for: candidate)
        expected = stored
        return (report, stored)
    }

    /// Loads a bundle with a state that was read. What the host has to know of it is made out meanwhile.
    private func load(
        _ bundle: Bundle, _ stored: StoredState?, in candidate: Candidate
    ) async throws(LoadFault) -> (LoadReport, StateOutline) {
        async let outline = reader.outline(of: stored) { !self.isAbandoned.load(ordering: .relaxed) }
        let report = try await load(bundle, state: stored.map { StateTexts($0) } ?? StateTexts(), in: candidate)
        do {
            return (report, try await outline.get())
        } catch {
            throw .state(error)
        }
    }

    private func use(_ outline: StateOutline, for candidate: Candidate) {
        candidate.worker.shape = outline.shape
        useExpiry(outline.expiry)
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
        worker = candidate.worker
        services.pool.refill()
        pump()
    }

    private func dropCandidate() {
        candidate?.worker.kill()
        candidate = nil
    }

    private func routes(_ json: [UInt8], of bundle: Bundle) throws(LoadFault) -> (table: RouteTable, workerRoutes: [Int]) {
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

    private func loadedSentence(_ bundle: Bundle, _ table: RouteTable, _ duration: Duration) -> String {
        let count = table.routes.count
        return "version \(bundle.version) serves \(count) \(count == 1 ? "route" : "routes") (loaded in \(duration.text))"
    }
}
