import NIOCore
import StateStore
import WorkerProtocol

extension LiveSandbox {
    /// Up to how many changes are taken back on the event loop.
    private static let fewChanges = 500

    /// Keeps what a worker says while a thread has the shape of its state; false when none has.
    func keepsForLater(_ event: WorkerFrameHandler.Event, by number: Int, _ processID: Int32) -> Bool {
        guard shapeWork[number] != nil else { return false }
        // In place: the flood of one that was taken over would be copied with each message.
        shapeWork[number]?.behind.append((event, processID))
        let count = shapeWork[number]?.behind.count ?? 0
        // A report for each turn that it has, and its end, are all that a worker can have to say. One that is gone has no turns.
        if worker?.number == number, count > running.count + rewound.count + 1 { killWorker(Self.tooManyReports) }
        return true
    }

    private static let tooManyReports = TurnFault(.workerCrashed, "the sandbox's process broke the protocol: more reports than turns")

    /// Whether the turn's report has come and is being checked.
    func isBeingChecked(_ turn: Turn) -> Bool {
        guard turn.number != 0, let worker else { return false }
        return shapeWork[worker.number]?.turn == turn.number
    }

    /// Has a report checked, here or, when it is large, on a thread for that, and then takes it.
    func examine(_ check: ReportCheck, of turn: Turn) throws(FrameError) {
        guard let worker else { return }
        guard check.isLarge else { return try take(check.findings(on: worker.shape), of: turn, check) }
        let (number, workerNumber, shape) = (turn.number, worker.number, worker.shape)
        shapeWork[workerNumber] = ShapeWork(turn: number)
        services.computing.submit(for: name) {
            let result = Result { () throws(FrameError) in try check.findings(on: shape) }
            self.loop.execute { self.assumeIsolated { $0.checked(result, number, workerNumber, check) } }
        }
    }

    private func checked(_ result: Result<ReportCheck.Findings, FrameError>, _ number: UInt64, _ workerNumber: Int, _ check: ReportCheck) {
        begin(.concluding)
        defer { endStep() }
        guard var work = shapeWork.removeValue(forKey: workerNumber) else { return }
        if work.turn == number, worker?.number == workerNumber, let turn = running.first(where: { $0.number == number }) {
            do throws(FrameError) {
                try take(result.get(), of: turn, check)
            } catch {
                broke(error, workerNumber)
            }
        } else if let change = try? result.get().change {
            // The worker is gone, or a turn before this one was undone, and this one with it.
            work.undo.insert(TakenBack(changes: change.undo, isLarge: true), at: 0)
            drop(change)
        }
        resume(work, workerNumber)
    }

    /// Goes on with what a worker has said while a thread had the shape of its state.
    private func resume(_ work: ShapeWork, _ workerNumber: Int) {
        undo(work.undo, workerNumber)
        for (event, processID) in work.behind { said(event, by: workerNumber, processID) }
    }

    /// Takes the change of a turn back, behind those of later turns.
    func takeBack(_ turn: Turn) {
        guard let change = turn.change, let number = worker?.number else { return letGo(turn) }
        let undo = TakenBack(changes: change.undo, isLarge: turn.isLarge)
        letGo(turn)
        if shapeWork[number] != nil { shapeWork[number]?.undo.append(undo) } else { self.undo([undo], number) }
    }

    /// Takes changes back in the shape of a worker's state, away from the event loop when that takes long.
    private func undo(_ undo: [TakenBack], _ workerNumber: Int) {
        guard !undo.isEmpty else { return }
        guard let worker, worker.number == workerNumber else { return drop(undo) }
        let count = undo.reduce(0) { $0 + $1.changes.count }
        guard count > Self.fewChanges || undo.contains(where: \.isLarge) else {
            for one in undo { worker.shape.undo(one.changes) }
            return
        }
        let shape = worker.shape
        shapeWork[workerNumber] = ShapeWork(turn: 0)
        services.computing.submit(for: name) {
            for one in undo { shape.undo(one.changes) }
            self.loop.execute {
                self.assumeIsolated { sandbox in
                    guard let work = sandbox.shapeWork.removeValue(forKey: workerNumber) else { return }
                    sandbox.resume(work, workerNumber)
                }
            }
        }
    }

    /// Forgets the change of a turn that is stored, or will never be.
    func letGo(_ turn: Turn) {
        guard let change = turn.change else { return }
        turn.change = nil
        if turn.isLarge || change.undo.contains(where: \.isLarge) { drop(change) }
    }

    private func drop<Value>(_ value: Value) {
        let (scraps, name, computing) = (Scraps(value), name, services.computing)
        // What runs on the loop at the moment may hold on to it.
        loop.execute { computing.submit(for: name) { scraps.drop() } }
    }
}
