import NIOCore
import WorkerProtocol

extension LiveSandbox {
    /// Keeps what a worker says while its last report is being checked; false when nothing of it is.
    func keepsForLater(_ event: WorkerFrameHandler.Event, by number: Int, _ processID: Int32) -> Bool {
        guard checking[number] != nil else { return false }
        // In place: the flood of one that was taken over would be copied with each message.
        checking[number]?.behind.append((event, processID))
        let count = checking[number]?.behind.count ?? 0
        // A report for each turn that it has, and its end, are all that a worker can have to say. One that is gone has no turns.
        if worker?.number == number, count > running.count + rewound.count + 1 { killWorker(Self.tooManyReports) }
        return true
    }

    private static let tooManyReports = TurnFault(.workerCrashed, "the sandbox's process broke the protocol: more reports than turns")

    /// Whether the turn's report has come and is being checked.
    func isBeingChecked(_ turn: Turn) -> Bool {
        guard turn.number != 0, let worker else { return false }
        return checking[worker.number]?.turn == turn.number
    }

    /// Has a report checked, here or, when it is large, on a thread for that, and then takes it.
    func examine(_ check: ReportCheck, of turn: Turn) throws(FrameError) {
        guard check.isLarge, let worker else { return try take(check.findings(), of: turn, check) }
        let (number, workerNumber) = (turn.number, worker.number)
        checking[workerNumber] = LargeReport(turn: number)
        services.computing.submit(for: name) {
            let result = Result { () throws(FrameError) in try check.findings() }
            self.loop.execute { self.assumeIsolated { $0.checked(result, number, workerNumber, check) } }
        }
    }

    private func checked(_ result: Result<ReportCheck.Findings, FrameError>, _ number: UInt64, _ workerNumber: Int, _ check: ReportCheck) {
        begin(.concluding)
        defer { endStep() }
        guard let large = checking.removeValue(forKey: workerNumber) else { return }
        // The worker may be gone, and a turn before this one may have been undone.
        if large.turn == number, worker?.number == workerNumber, let turn = running.first(where: { $0.number == number }) {
            do throws(FrameError) {
                try take(result.get(), of: turn, check)
            } catch {
                broke(error, workerNumber)
            }
        }
        for (event, processID) in large.behind { said(event, by: workerNumber, processID) }
    }
}
