import ArgumentParser
import Glibc

struct WorkerOption: ParsableArguments {
    @Option(help: ArgumentHelp("The worker's program. (default: ringbox-worker beside this program)", valueName: "path"))
    var worker: String?

    /// The path of a program that exists.
    ///
    /// - Throws: ``CommandFailure`` when there is none.
    func executable() throws(CommandFailure) -> String {
        let path = worker ?? ownFolder() + "/ringbox-worker"
        guard access(path, X_OK) == 0 else {
            let reason = String(cString: strerror(errno))
            throw CommandFailure(
                .noInput, "the worker \(path) cannot be run (\(reason)): ringbox-worker belongs beside ringbox, or is named with --worker")
        }
        return path
    }

    /// The folder that this program is in.
    private func ownFolder() -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return String(path[..<slash])
    }
}
