import ChildPrograms
import PlainText

/// Turns ES modules and TypeScript into CommonJS with esbuild.
///
/// Remembers what it made of each file, so that a reload costs a run for each file that changed. A run waits for no other one: how many
/// there are is limited by the places for reading sandboxes, each of which has one at a time.
package actor ModuleTransformer {
    /// Looked for on the search path.
    package static let standardProgram = "esbuild"

    private let program: String
    private let limit: Duration
    private var cache = TransformCache()

    /// - Parameters:
    ///   - program: The path of esbuild, or its name on the search path.
    ///   - limit: How long one file may take.
    package init(program: String = standardProgram, limit: Duration = .seconds(10)) {
        self.program = program
        self.limit = limit
    }

    /// Transforms a file.
    ///
    /// - Parameters:
    ///   - code: UTF-8.
    ///   - path: Relative to the sandbox; the name in the source map. Its extension tells TypeScript from JavaScript.
    ///   - place: The path that errors name.
    func transform(
        _ code: [UInt8], path: String, place: String
    ) async -> Result<TransformedModule, TransformError> {
        var key = ContentHash()
        key.combine(path.utf8)
        key.combine([0])
        key.combine(code)
        if let known = cache[key] { return .success(known) }
        let (program, limit) = (program, limit)
        let result = await BlockingThread.runUnlessCancelled { () -> Result<TransformedModule, TransformError> in
            Result { () throws(TransformError) in
                try EsbuildRun(program: program, path: path, place: place, limit: limit).transform(code)
            }
        }
        if case .success(let module) = result { cache[key] = module }
        // Without a result the task is cancelled, and nobody reads this.
        return result ?? .failure(.timedOut(path: place, limit: limit))
    }
}
