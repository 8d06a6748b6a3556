import ChildPrograms

/// A run of a program that has to end well.
struct ProgramRun {
    let program: String
    let limit: Duration

    /// Runs it to its end and returns what it printed; blocks.
    @discardableResult
    func run(_ arguments: [String], input: [UInt8]) throws(SoundFault) -> [UInt8] {
        let output: ChildProcess.Output
        do throws(ChildProcess.Failure) {
            output = try ChildProcess.run(program, arguments, input: input, limit: limit)
        } catch {
            switch error {
            case .missing: throw .programMissing(program)
            case .failed(let code): throw .programFailed(program, code: code)
            case .timedOut: throw .timedOut(program, limit)
            }
        }
        guard output.status == 0 else {
            let words = String(decoding: output.errors.prefix(1_000), as: UTF8.self).split(separator: "\n").first ?? "it said nothing"
            throw .rejected(program, status: output.status, String(words.prefix(200)))
        }
        return output.standard
    }
}
