import Glibc
import WorkerProtocol
import WorkerRuntime

// A worker that breaks the protocol in the way that the comment in the first line of its bundle names, such as
// "// report-twice". It answers honestly as long as it is told nothing.

guard let progress = ProgressMark(mapping: WorkerDescriptor.progress) else { exit(64) }
var worker = HostileWorker(socket: WorkerDescriptor.socket, progress: progress)
worker.run()
