import Glibc
import WorkerProtocol
import WorkerRuntime

func complain(_ sentence: String, exitCode: Int32) -> Never {
    var line = "ringbox-worker: \(sentence)\n"
    line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    exit(exitCode)
}

guard fcntl(WorkerDescriptor.socket, F_GETFD) != -1, let progress = ProgressMark(mapping: WorkerDescriptor.progress) else {
    complain("the host starts this program, one for each sandbox; run \"ringbox serve\"", exitCode: 64)
}
InheritedDescriptors.close(over: WorkerDescriptor.socket)
do {
    try WorkerLoop(socket: WorkerDescriptor.socket, progress: progress).run()
} catch {
    complain("\(error)", exitCode: 70)
}
