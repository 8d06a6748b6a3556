import ChildPrograms

/// A run of a program that has to end well.
struct ProgramRun {
    let program: String
    let limits: ChildLimits

    /// Runs it to its end and returns what it printed; blocks.
    func run(_ arguments: [String], input: [UInt8]) throws(SoundFault) -> [UInt8] {
        let output: ChildProcess.Output
        do throws(ChildProcess.Failure) {
            output = try ChildProcess.run(program, arguments, input: input, limits: limits)
        } catch {
            switch error {
            case .missing: throw .programMissing(program)
            case .failed(let code): throw .programFailed(program, code: code)
            case .timedOut: throw .timedOut(program, limits.time)
            case .tooMuch(let limit): throw .tooMuch(program, limit: limit)
            }
        }
        guard output.status == 0 else {
            let words = String(decoding: output.errors.prefix(1_000), as: UTF8.self).split(separator: "\n").first ?? "it said nothing"
            throw .rejected(program, status: output.status, String(words.prefix(200)))
        }
        return output.standard
    }
}
