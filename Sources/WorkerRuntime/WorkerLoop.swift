package import ScriptEngine
package import WorkerProtocol

/// A worker's life: one virtual machine, one socket, one frame after another until the host hangs up.
package final class WorkerLoop {
    private let engine = ScriptEngine()
    private let runtime: Script
    private let reply = ReplyCollector()
    private let writer: ReplyWriter
    private let socket: Int32
    private let progress: ProgressMark?
    /// A realm with the runtime and nothing else in it, for the next bundle.
    private var fresh: SandboxRealm?
    /// The realm that turns run in.
    private var realm: SandboxRealm?
    /// CPU time when the turn before ended. Waiting for the next one costs none, so that one look at the clock does for both.
    private var cpuMark: UInt64 = 0

    /// Makes the machine and loads the runtime, so that the first bundle finds them ready.
    ///
    /// - Parameters:
    ///   - socket: Connected to the host.
    ///   - progress: Where the host sees which turn has begun.
    /// - Throws: ``ScriptError`` if the runtime's own scripts do not run.
    package init(socket: Int32, progress: ProgressMark? = nil) throws(ScriptError) {
        self.socket = socket
        self.progress = progress
        runtime = try RuntimeSource.script.withBytes { [engine] (bytes) throws(ScriptError) in
            try Script(utf8: bytes, file: RuntimeSource.file, in: engine)
        }
        writer = ReplyWriter(socket: socket)
        fresh = try SandboxRealm(engine: engine, runtime: runtime, reply: reply)
    }

    /// Runs until the host hangs up.
    ///
    /// - Parameter missing: What the host has to know of the worker's jail.
    /// - Throws: ``FrameError`` when the host says something that is no frame.
    package func run(missing: Set<JailPart> = []) throws(FrameError) {
        writer.startWatching()
        writer.append { ReadyReport(missing: missing).encode(into: &$0) }
        writer.flush()
        var reader = FrameReader(socket: socket)
        while reader.fill() {
            while try reader.next({ (kind, body) throws(FrameError) in try handle(kind, body) }) {}
            writer.flush()
        }
    }

    private func handle(_ kind: HostFrameKind, _ body: UnsafeRawBufferPointer) throws(FrameError) {
        switch kind {
        case .load: load(try LoadOrder(decoding: body))
        case .turn: run(try TurnOrder(decoding: body))
        case .rewind: realm?.rewind(to: try RewindOrder(decoding: body).number)
        }
    }

    private func load(_ order: LoadOrder) {
        // The old realm goes first: two of them at once would count against the memory limit.
        realm = nil
        writer.begin(turn: 0)
        let report: LoadReport
        do throws(ScriptError) {
            let next = if let fresh { fresh } else { try SandboxRealm(engine: engine, runtime: runtime, reply: reply) }
            fresh = nil
            report = next.load(order)
            realm = next
            cpuMark = CPUTime.now
        } catch {
            report = LoadReport(failure: ScriptFailure(name: "", message: error.description))
        }
        writer.append { report.encode(into: &$0) }
    }

    private func run(_ order: TurnOrder) {
        writer.begin(turn: order.number)
        if BootClock.now >= order.expiry {
            reply.expire()
        } else if let realm {
            progress?.begin(turn: order.number)
            realm.run(order)
        } else {
            reply.begin()
        }
        let now = CPUTime.now
        let used = UInt32(clamping: (now - cpuMark) / 1_000)
        cpuMark = now
        writer.append { reply.content.encode(number: order.number, cpuMicroseconds: used, into: &$0) }
    }
}
