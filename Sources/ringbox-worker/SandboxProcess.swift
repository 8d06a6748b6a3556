import WorkerJail
import WorkerProtocol
import WorkerRuntime

/// The process of a sandbox, from its start to its end.
struct SandboxProcess: Sendable {
    let progress: ProgressMark

    /// Goes into the jail step by step, and works there until the host hangs up.
    func run() {
        let jail = WorkerJail.enclose(keeping: WorkerDescriptor.socket)
        EngineThread.run {
            do {
                let loop = try WorkerLoop(socket: WorkerDescriptor.socket, progress: progress)
                try loop.run(missing: jail.lock())
            } catch {
                Complaint.leave("\(error)", exitCode: 70)
            }
        }
    }
}
