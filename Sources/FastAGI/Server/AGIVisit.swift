import Glibc
import VirtualPBX

/// One connection, from its first line to its last.
struct AGIVisit {
    let connection: AGIConnection
    let services: AGICallServices

    func run() async {
        let begin = ContinuousClock.now
        let dialogue = AGIDialogue(connection, limits: services.limits)
        var record = CallRecord(
            sandbox: nil, facts: CallFacts(id: "", from: "", to: "", startTime: 0), notes: [], finish: nil, fault: nil, duration: .zero)
        // Until the sandbox is known, there is nothing of it to hide.
        var shown: @Sendable (String) -> String = { $0 }
        do throws(AGIFault) {
            try await serve(dialogue, &record, &shown)
        } catch {
            await fail(dialogue, &record, error, shown)
        }
        await dialogue.close()
        record.duration = begin.duration(to: .now)
        services.report(record)
    }

    /// - Parameter shown: Becomes what takes the secrets of the sandbox out of a text.
    private func serve(
        _ dialogue: AGIDialogue, _ record: inout CallRecord, _ shown: inout @Sendable (String) -> String
    ) async throws(AGIFault) {
        let environment = try await dialogue.environment()
        record.facts = environment.facts(startTime: Int64(time(nil)))
        let name = environment.target.sandbox
        let script: ChannelScript
        do throws(ChannelScriptFault) {
            script = try await services.scripts.script(of: name)
        } catch {
            record.sandbox = error.sandbox
            record.fault = error.sentence
            for command in try AGICall.variables(record, shown: { $0 }) { _ = try await dialogue.perform(command) }
            return
        }
        record.sandbox = name
        shown = script.shown
        let call = AGICall(dialogue, script, sandbox: name, record.facts, services)
        do throws(AGIFault) {
            try await call.run()
        } catch {
            // A caller who is gone ends a scenario; whatever else broke the dialogue is told by itself.
            if error == .disconnected { try? await call.handle(.callerHungUp) }
            record.notes = call.notes
            record.finish = call.engine.finish
            throw error
        }
        record.notes = call.notes
        record.finish = call.engine.finish
        try await call.end(record)
    }

    private func fail(
        _ dialogue: AGIDialogue, _ record: inout CallRecord, _ fault: AGIFault, _ shown: @Sendable (String) -> String
    ) async {
        // Who hangs up closes the connection: nothing is wrong with that.
        guard fault != .disconnected || record.finish == nil else { return }
        if record.fault == nil { record.fault = shown(fault.description) }
        guard fault != .disconnected, let commands = try? AGICall.variables(record, shown: shown) else { return }
        // The other side may be out of step: its replies are not waited for.
        await dialogue.leave(with: commands)
    }
}
