import ChildPrograms
import NIOCore
import StateStore
import WorkerProtocol

extension LiveSandbox {
    /// Asks for a worker, unless one is on its way.
    func openLater() {
        guard !isOpening, served != nil else { return }
        if let left = restart.left(at: clock.now) { return refuseWaiting(left) }
        isOpening = true
        give(.open)
    }

    /// Takes a started worker and makes it the candidate.
    ///
    /// - Parameter urgency: The worker that waits ready is for those who are waited for.
    func startCandidate(for bundle: Bundle, _ urgency: Urgency) async throws(LoadFault) -> Candidate {
        let process: WorkerProcess
        do {
            process = try await services.pool.take(isReady: urgency != .spare)
        } catch {
            throw .worker(error)
        }
        if let cgroups = services.cgroups {
            let memory = bundle.settings.limits.memory
            await BlockingThread.run { cgroups.place(process.processID, memory: memory) }
        }
        workerNumber += 1
        let number = workerNumber
        let result = await withCheckedContinuation { continuation in
            Worker.adopt(process, number: number, on: loop, lengthLimit: bundle.longestReport) { event in
                CrashNote.during("what its worker says", for: self.noteName) {
                    self.assumeIsolated { $0.said(event, by: number, process.processID) }
                }
            } completion: {
                continuation.resume(returning: $0)
            }
        }
        switch result {
        case .success(let channel):
            let candidate = Candidate(worker: Worker(channel), limits: bundle.settings.limits)
            guard !isClosing, !hasToGiveWay else {
                candidate.worker.kill()
                throw isClosing ? .ended : .worker(.gaveWay)
            }
            self.candidate = candidate
            return candidate
        case .failure(let error):
            throw .worker(.notReady("\(error)"))
        }
    }

    /// Has the candidate load a bundle with a state to start from.
    func load(_ bundle: Bundle, from stored: StoredState?, in candidate: Candidate) async throws(LoadFault) -> LoadReport {
        let limit = bundle.settings.limits.load
        // The process may still be starting: that is not the bundle's time.
        let patience = TimeAmount(limit) + .seconds(2)
        let number = candidate.worker.number
        let timer = loop.scheduleTask(in: patience) {
            self.assumeIsolated { sandbox in
                guard sandbox.candidate?.worker.number == number else { return }
                sandbox.candidate?.worker.kill()
                sandbox.candidate?.resolve(.failure(.bundle("load \(limit.text) exceeded: top-level code runs too long")))
            }
        }
        let watch = loop.scheduleRepeatedTask(initialDelay: Self.loadInterval, delay: Self.loadInterval) { _ in
            self.assumeIsolated { $0.watchLoad(of: number) }
        }
        let result = await withCheckedContinuation { continuation in
            candidate.wait(continuation)
            candidate.load(bundle, from: stored)
        }
        timer.cancel()
        watch.cancel()
        let report = try result.get()
        if !report.log.isEmpty { await tell(report.log, of: bundle) }
        if let failure = report.failure { throw .bundle(sentence(failure, exceeded: report.exceededMicroseconds, bundle)) }
        return report
    }

    /// How often a load under way is looked at.
    private static let loadInterval = TimeAmount.milliseconds(100)
    /// How much CPU time loads take, the start of the process included; one that takes more holds up no other one.
    private static let usualLoad = Duration.milliseconds(200)
    /// How much CPU time a load may use before its worker comes after the others even if none of them waits.
    private static let shortLoad = Duration.seconds(1)

    /// Lets a worker whose top-level code computes for long come after the others, for as long as its process lives.
    private func watchLoad(of number: Int) {
        guard let worker = candidate?.worker, worker.number == number, let used = ProcessClock.cpuTime(of: worker.processID),
            used > Self.usualLoad
        else { return }
        if used > Self.shortLoad || services.places.areAwaited { worker.lowerPriority() }
        if let loadPlace, loadPlace.urgency != .spare { services.places.outlast(loadPlace) }
    }

    /// Ends the load that a place was given for, since others wait; it is tried again when there is time. A load whose process is still
    /// being started ends when it has started.
    nonisolated func giveWay(_ place: LoadPlaces.Place) {
        loop.execute {
            self.assumeIsolated { sandbox in
                // Another load, or none, may be under way by now.
                guard sandbox.loadPlace == place else { return }
                sandbox.hasToGiveWay = true
                sandbox.candidate?.worker.kill()
                sandbox.candidate?.resolve(.failure(.worker(.gaveWay)))
            }
        }
    }

    /// How many lines that a bundle logs while it loads are told.
    private static let toldLines = 100

    private func tell(_ log: LogLines, of bundle: Bundle) async {
        let (name, services) = (name, services)
        await services.computing.run(for: name) {
            let lines = log.lines
            var texts = lines.prefix(Self.toldLines).map(\.text)
            if lines.count > texts.count { texts.append("… and \(lines.count - texts.count) more lines") }
            for text in texts { services.note(.warning, sandbox: name, bundle: bundle.version, "while loading: \(text)") }
        }
    }

    private func sentence(_ failure: ScriptFailure, exceeded: UInt64, _ bundle: Bundle) -> String {
        let place = bundle.authored(failure.frames).first?.place
        guard exceeded > 0 else { return (place.map { "\($0): " } ?? "") + failure.summary }
        let used = Duration.microseconds(Int64(clamping: exceeded))
        return "load \(bundle.settings.limits.load.text) exceeded: used \(used.text)" + (place.map { " in \($0)" } ?? "")
    }

    /// Takes what a worker's socket brings.
    func said(_ event: WorkerFrameHandler.Event, by number: Int, _ processID: Int32) {
        if keepsForLater(event, by: number, processID) { return }
        begin(.hearing)
        defer { endStep() }
        switch event {
        case .frame(let kind, let body):
            do {
                try heard(kind, body, from: number)
            } catch {
                broke(error, number)
            }
        case .violation(let error): broke(error, number)
        case .closed: closed(number, processID)
        }
    }

    private func heard(_ kind: WorkerFrameKind, _ body: ByteBuffer, from number: Int) throws(FrameError) {
        if let candidate, candidate.worker.number == number {
            guard let read = try candidate.heard(kind, body) else { return }
            guard body.readableBytes > ComputingPool.largeText else { return candidate.resolve(.success(try read().get())) }
            services.computing.submit(for: name) {
                let result = read()
                self.loop.execute { self.assumeIsolated { $0.loaded(result, number) } }
            }
        } else if worker?.number == number {
            guard kind == .turnEnded else { throw .outOfOrder("a frame of the kind \(kind)") }
            try received(body.decoded { bytes throws(FrameError) in try TurnReport(decoding: bytes) }, in: body)
        }
    }

    private func loaded(_ result: Result<LoadReport, FrameError>, _ number: Int) {
        begin(.hearing)
        defer { endStep() }
        guard let candidate, candidate.worker.number == number else { return }
        do throws(FrameError) {
            candidate.resolve(.success(try result.get()))
        } catch {
            broke(error, number)
        }
    }

    /// A worker that breaks the protocol is not to be trusted with anything.
    func broke(_ error: FrameError, _ number: Int) {
        if candidate?.worker.number == number {
            candidate?.worker.kill()
            candidate?.resolve(.failure(.worker(.notReady(error.description))))
        } else if worker?.number == number {
            killWorker(TurnFault(.workerCrashed, "the sandbox's process broke the protocol: \(error)"))
        }
    }

    private func closed(_ number: Int, _ processID: Int32) {
        // Known now: by the time the process is gone the next worker may have begun another turn.
        let wasServing = worker?.number == number
        let running = wasServing ? worker?.running : nil
        let begun = wasServing ? worker?.begun : nil
        if wasServing { worker = nil }
        let (cgroups, reaping) = (services.cgroups, reaping)
        // Waiting for a process blocks, for a moment.
        BlockingThread.start {
            let exit = reaping(processID)
            let isOutOfMemory = cgroups?.release(processID) ?? false
            self.loop.execute { self.assumeIsolated { $0.ended(number, exit, isOutOfMemory, while: running, begun: begun) } }
        }
    }

    /// - Parameters:
    ///   - isOutOfMemory: Whether the kernel ended the worker because of its memory.
    ///   - turn: The number of the turn that ran, 0 for none; nil if the worker did not serve when its socket closed.
    ///   - begun: The number of the turn that had begun last; nil if the worker did not serve when its socket closed.
    private func ended(_ number: Int, _ exit: WorkerExit, _ isOutOfMemory: Bool, while turn: UInt64?, begun: UInt64?) {
        if candidate?.worker.number == number {
            candidate?.resolve(.failure(.worker(.ended(exit))))
        }
        // It may have begun to serve in the moment in which it ended.
        guard begun != nil || worker?.number == number else { return }
        let memory = served?.bundle.settings.limits.memory ?? services.limits.memory
        let sentence =
            isOutOfMemory
            ? "memory \(ByteCount.text(memory)) exceeded: the kernel ended the process" : "the sandbox's process ended (\(exit))"
        services.note(.workerEnded, sandbox: name, bundle: served?.bundle.version, sentence)
        // Its successor has begun to serve since, when nothing was under way.
        if let worker, worker.number != number { return noteDeath() }
        let culprit = turn ?? worker?.running ?? 0
        loseWorker(
            TurnFault(isOutOfMemory ? .exceededMemory : .workerCrashed, sentence), culprit: sentTurn(culprit),
            begun: begun ?? worker?.begun ?? 0)
    }
}

extension ByteBuffer {
    /// Decodes the readable bytes.
    func decoded<Value>(_ decode: (UnsafeRawBufferPointer) throws(FrameError) -> Value) throws(FrameError) -> Value {
        let result = withUnsafeReadableBytes { bytes -> Result<Value, FrameError> in
            do throws(FrameError) {
                return .success(try decode(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
