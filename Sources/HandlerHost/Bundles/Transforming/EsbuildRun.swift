import ChildPrograms

/// One run of esbuild over one file.
struct EsbuildRun {
    let program: String
    /// The name in the source map.
    let path: String
    /// The name in errors.
    let place: String
    let limit: Duration

    /// What esbuild may print, in bytes: many times what a sandbox's files may have.
    private static let longestOutput = 64 << 20

    /// Transforms a file; blocks the thread.
    func transform(_ code: [UInt8]) throws(TransformError) -> TransformedModule {
        let output: ChildProcess.Output
        do throws(ChildProcess.Failure) {
            output = try ChildProcess.run(program, arguments, input: code, limits: ChildLimits(time: limit, bytes: Self.longestOutput))
        } catch {
            switch error {
            case .missing: throw .programMissing(program: program, path: place)
            case .failed(let code): throw .programFailed(program: program, path: place, code: code)
            case .timedOut: throw .timedOut(path: place, limit: limit)
            case .tooMuch(let limit): throw .tooMuch(path: place, limit: limit)
            }
        }
        guard output.status == 0 else {
            let findings = EsbuildReport(output.errors).findings
            throw findings.isEmpty
                ? .noResult(path: place, status: output.status) : .rejected(path: place, findings)
        }
        return TransformedModule(output: output.standard)
    }

    private var arguments: [String] {
        let isTypeScript = ["ts", "mts", "cts"].contains { path.hasSuffix(".\($0)") }
        return [
            "--loader=\(isTypeScript ? "ts" : "js")", "--format=cjs", "--target=esnext", "--charset=utf8",
            // The worker has no loader for import(), but it has require.
            "--supported:dynamic-import=false",
            "--sourcemap=inline", "--sources-content=false", "--sourcefile=\(path)",
            // Otherwise a tsconfig.json anywhere above the host's folder would count.
            "--tsconfig-raw={}", "--log-level=error", "--log-limit=20", "--color=false",
        ]
    }
}
