import NIOCore
import WorkerProtocol

extension LiveSandbox {
    /// Keeps what a worker says while its last report is being checked; false when nothing of it is.
    func keepsForLater(_ event: WorkerFrameHandler.Event, by number: Int, _ processID: Int32) -> Bool {
        guard let large = checking, large.worker == number else { return false }
        checking?.behind.append((event, processID))
        // A report for each turn that it has, and its end, are all that a worker can have to say.
        if large.behind.count > running.count + rewound.count { killWorker(Self.tooManyReports) }
        return true
    }

    private static let tooManyReports = TurnFault(.workerCrashed, "the sandbox's process broke the protocol: more reports than turns")

    /// Whether the turn's report has come and is being checked.
    func isBeingChecked(_ turn: Turn) -> Bool { turn.number != 0 && checking?.turn == turn.number }

    /// Has a report checked, here or, when it is large, on a thread for that, and then takes it.
    func examine(_ check: ReportCheck, of turn: Turn) throws(FrameError) {
        guard check.isLarge, let worker else { return try take(check.findings(), of: turn, check) }
        let (number, workerNumber) = (turn.number, worker.number)
        checking = LargeReport(worker: workerNumber, turn: number)
        services.computing.submit(for: name) {
            let result = Result { () throws(FrameError) in try check.findings() }
            self.loop.execute { self.assumeIsolated { $0.checked(result, number, workerNumber, check) } }
        }
    }

    private func checked(_ result: Result<ReportCheck.Findings, FrameError>, _ number: UInt64, _ workerNumber: Int, _ check: ReportCheck) {
        begin(.concluding)
        defer { endStep() }
        let behind = checking?.behind ?? []
        let isRewound = checking?.turn != number
        checking = nil
        // The worker may be gone, and a turn before this one may have been undone.
        if !isRewound, worker?.number == workerNumber, let turn = running.first(where: { $0.number == number }) {
            do throws(FrameError) {
                try take(result.get(), of: turn, check)
            } catch {
                broke(error, workerNumber)
            }
        }
        for (event, processID) in behind { said(event, by: workerNumber, processID) }
    }
}
