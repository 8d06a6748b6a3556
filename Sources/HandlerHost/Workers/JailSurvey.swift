import ChildPrograms
import Glibc
import WorkerProtocol

/// What this machine lets a worker give up, found by starting one.
package enum JailSurvey {
    private static let patienceMilliseconds: Int32 = 5_000

    /// Starts a worker, hears what its jail lacks, and ends it.
    ///
    /// - Parameter executable: The path of `ringbox-worker`.
    /// - Returns: A sentence for each part that is missing; empty for a whole jail.
    package static func gaps(executable: String) async throws(WorkerStartError) -> [String] {
        let result = await BlockingThread.run { () -> Result<Set<JailPart>, WorkerStartError> in
            do throws(WorkerStartError) {
                return .success(try missing(executable))
            } catch {
                return .failure(error)
            }
        }
        return try result.get().sorted { $0.rawValue < $1.rawValue }.map(\.gap)
    }

    private static func missing(_ executable: String) throws(WorkerStartError) -> Set<JailPart> {
        let process = try WorkerProcess(executable: executable)
        defer {
            kill(process.processID, SIGKILL)
            close(process.socket)
            _ = WorkerExit.reaping(process.processID)
        }
        let frame = try firstFrame(from: process.socket)
        do {
            return try frame.withUnsafeBytes { bytes throws(FrameError) in
                guard bytes[4] == WorkerFrameKind.ready.rawValue else { throw .unknownKind(bytes[4]) }
                return try ReadyReport(decoding: UnsafeRawBufferPointer(rebasing: bytes[Frame.headerLength...])).missing
            }
        } catch {
            throw .notReady("\(error)")
        }
    }

    /// Reads until one frame is there whole; what a ready worker says first is a few bytes long.
    private static func firstFrame(from socket: Int32) throws(WorkerStartError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, patienceMilliseconds) > 0 else { throw .notReady("it said nothing for 5 s") }
            var chunk = [UInt8](repeating: 0, count: 64)
            let count = read(socket, &chunk, chunk.count)
            guard count > 0 else { throw .notReady("it hung up") }
            bytes += chunk[..<count]
            do {
                let header = try bytes.withUnsafeBytes { bytes throws(FrameError) in try FrameDecoder.header(bytes) }
                if let header, bytes.count >= header.total { return Array(bytes[..<header.total]) }
            } catch {
                throw .notReady("\(error)")
            }
            guard bytes.count < 4_096 else { throw .notReady("its first frame is too long") }
        }
    }
}
