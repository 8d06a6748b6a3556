import Glibc
import WorkerRuntime

/// The host hands its end of the conversation over as this descriptor.
let socketFromHost: Int32 = 3

func complain(_ sentence: String, exitCode: Int32) -> Never {
    var line = "ringbox-worker: \(sentence)\n"
    line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    exit(exitCode)
}

guard fcntl(socketFromHost, F_GETFD) != -1 else {
    complain("the host starts this program, one for each sandbox; run \"ringbox serve\"", exitCode: 64)
}
InheritedDescriptors.close(over: socketFromHost)
do {
    try WorkerLoop(socket: socketFromHost).run()
} catch {
    complain("\(error)", exitCode: 70)
}
