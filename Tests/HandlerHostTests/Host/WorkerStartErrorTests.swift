import Glibc
import HandlerHost
import Testing

/// What people are told of a worker that could not be started.
@Suite struct WorkerStartErrorTests {
    @Test(arguments: [(EAGAIN, "ulimit -u"), (ENOMEM, "memory limit"), (EMFILE, "ulimit -n"), (ENFILE, "fs.file-max")])
    func namesWhatTheSystemHasNoMoreOf(_ code: Int32, _ advice: String) {
        for error in [WorkerStartError.notStarted(executable: "/x/ringbox-worker", code: code), .system(call: "socketpair", code: code)] {
            #expect(error.description.contains(advice), "\(error)")
            #expect(!error.description.contains("belongs beside"), "\(error)")
        }
    }

    @Test(arguments: [ENOENT, EACCES, ENOEXEC]) func saysWhereTheExecutableBelongs(_ code: Int32) {
        let error = WorkerStartError.notStarted(executable: "/x/ringbox-worker", code: code)
        #expect(error.description.hasSuffix("it belongs beside the ringbox executable"))
    }
}
