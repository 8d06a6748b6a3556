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
    /// esbuild ended without a result that can be understood.
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
                        "\(program) cannot be started (\(String(cString: strerror(code)))): reinstall esbuild, or allow the host more processes and memory"
                )
            ]
        case .timedOut(let path, let limit):
            [BundleProblem(file: path, message: "esbuild took longer than \(limit): make the file smaller")]
        case .tooMuch(let path, let limit):
            [BundleProblem(file: path, message: "what esbuild makes of it has more than \(limit) bytes: make the file smaller")]
        case .noResult(let path, let status):
            [BundleProblem(file: path, message: "esbuild ended with status \(status) and no result: reinstall esbuild")]
        case .rejected(let path, let findings):
            findings.map { finding in
                BundleProblem(
                    file: path, line: finding.line, column: finding.column, message: finding.message,
                    sourceLine: finding.sourceLine)
            }
        }
    }
}
