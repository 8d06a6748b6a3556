import ArgumentParser
import HandlerHost

struct JailOption: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Refuse to run where the kernel lacks a part of the workers' jail.",
            discussion: "Without it the host says which part is missing and what that means, and runs."))
    var requireJail = false

    /// What the workers' jail lacks here.
    ///
    /// - Parameter worker: The path of `ringbox-worker`.
    /// - Throws: ``CommandFailure`` when something is missing that is required.
    func gaps(_ worker: String) async throws(CommandFailure) -> [String] {
        let gaps: [String]
        do throws(WorkerStartError) {
            gaps = try await JailSurvey.gaps(executable: worker)
        } catch {
            // Without the option each sandbox says by itself that it has no worker.
            guard requireJail else { return [] }
            throw CommandFailure(.unavailable, "--require-jail: \(error)")
        }
        guard !requireJail || gaps.isEmpty else {
            throw CommandFailure(.unavailable, "--require-jail: " + gaps.joined(separator: "; "))
        }
        return gaps
    }
}
