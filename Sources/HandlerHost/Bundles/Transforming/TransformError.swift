import Glibc

/// The reasons a file was not transformed. All paths are relative to the handlers folder.
package enum TransformError: Error, Equatable, Sendable {
    /// There is no esbuild at `program`.
    case programMissing(program: String, path: String)
    /// esbuild cannot be started.
    case programFailed(program: String, path: String, code: Int32)
    case timedOut(path: String, limit: Duration)
    /// What esbuild printed is longer than the limit, in bytes.
    case tooMuch(path: String, limit: Int)
    /// esbuild ended without a result that can be understood; the status of one that a signal ended is 128 and its number.
    case noResult(path: String, status: Int32)
    /// What esbuild says about the file.
    case rejected(path: String, [Finding])

    /// One error of esbuild.
    package struct Finding: Sendable, Equatable {
        package var message: String
        /// From 1.
        package var line: Int?
        /// From 1, in characters.
        package var column: Int?
        package var sourceLine: String?

        package init(message: String, line: Int? = nil, column: Int? = nil, sourceLine: String? = nil) {
            self.message = message
            self.line = line
            self.column = column
            self.sourceLine = sourceLine
        }
    }

    /// Whether it may be over though the file stays as it is: esbuild said nothing of the file.
    var isLack: Bool {
        switch self {
        case .programMissing, .programFailed, .timedOut, .noResult: true
        case .tooMuch, .rejected: false
        }
    }

    package var problems: [BundleProblem] {
        switch self {
        case .programMissing(let program, let path):
            [
                BundleProblem(
                    file: path,
                    message: "TypeScript and ES modules need esbuild, and there is no \(program): apt-get install esbuild")
            ]
        case .programFailed(let program, let path, let code):
            [
                BundleProblem(
                    file: path,
                    message:
                        "\(program) cannot be started (\(String(cString: strerror(code)))): \(SystemLack.advice(for: code) ?? "reinstall esbuild")"
                )
            ]
        case .timedOut(let path, let limit):
            [BundleProblem(file: path, message: "esbuild took longer than \(limit): make the file smaller if it stays so")]
        case .tooMuch(let path, let limit):
            [BundleProblem(file: path, message: "what esbuild makes of it has more than \(limit) bytes: make the file smaller")]
        case .noResult(let path, let status):
            [BundleProblem(file: path, message: Self.sentence(ofStatus: status))]
        case .rejected(let path, let findings):
            findings.map { finding in
                BundleProblem(
                    file: path, line: finding.line, column: finding.column, message: finding.message,
                    sourceLine: finding.sourceLine)
            }
        }
    }

    /// A status without a result.
    private static func sentence(ofStatus status: Int32) -> String {
        switch status {
        case 126, 127: "esbuild cannot be run (status \(status)): reinstall esbuild"
        case 128 + SIGKILL: "esbuild was killed by signal \(SIGKILL), perhaps for want of memory"
        case 129...: "esbuild was ended by signal \(status - 128)"
        default: "esbuild ended with status \(status) and no result, perhaps for want of memory or threads"
        }
    }
}
