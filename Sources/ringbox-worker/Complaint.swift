import Glibc

/// The end of a worker that cannot go on.
enum Complaint {
    static func leave(_ sentence: String, exitCode: Int32) -> Never {
        var line = "ringbox-worker: \(sentence)\n"
        line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
        exit(exitCode)
    }
}
