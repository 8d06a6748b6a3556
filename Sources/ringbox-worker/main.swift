import Glibc
import WorkerProtocol
import WorkerRuntime

guard fcntl(WorkerDescriptor.socket, F_GETFD) != -1, let progress = ProgressMark(mapping: WorkerDescriptor.progress) else {
    Complaint.leave("the host starts this program, one for each sandbox; run \"ringbox serve\"", exitCode: 64)
}
SandboxProcess(progress: progress).run()
