import CDiskRecorder
import Glibc
import StateStore
import Synchronization

@testable import SQLiteStateStore

/// Lets every call of a kind fail, one after another, each in a workload of its own, and looks at what is left.
struct FaultTrial {
    let folder: String
    let seed: UInt64
    /// Every so many of the calls: 1 for all of them.
    let step: Int

    private struct Fault {
        let name: String
        let operation: CInt
        let error: CInt
        var count = 1
        var isPartial = false
    }

    private static let faults = [
        Fault(name: "a write fails", operation: CInt(DISK_WRITE), error: EIO),
        Fault(name: "a write is cut off", operation: CInt(DISK_WRITE), error: EIO, isPartial: true),
        Fault(name: "the disk is full", operation: CInt(DISK_WRITE), error: ENOSPC, count: 12, isPartial: true),
        Fault(name: "a synchronisation fails", operation: CInt(DISK_SYNC), error: EIO),
        Fault(name: "synchronisations fail", operation: CInt(DISK_SYNC), error: EIO, count: 3),
        Fault(name: "a truncation fails", operation: CInt(DISK_TRUNCATE), error: EIO),
        Fault(name: "a removal fails", operation: CInt(DISK_UNLINK), error: EIO),
    ]

    /// Returns what was tried, in words.
    func run() async throws -> String {
        var summary: [String] = []
        for fault in Self.faults {
            var call = 1
            var tried = 0
            while try await run(fault, at: call) {
                tried += 1
                call += step
            }
            summary.append("\(fault.name): \(tried)")
        }
        return summary.joined(separator: ", ")
    }

    /// Returns whether the workload came as far as the call that was to fail.
    private func run(_ fault: Fault, at call: Int) async throws -> Bool {
        let data = folder + "/data"
        let copy = folder + "/copy"
        for path in [data, copy] {
            mkdir(path, 0o700)
            try DiskModel.write([:], to: path)
        }
        let ledger = Mutex(Ledger())
        disk_recorder_begin(data, -1)
        disk_recorder_fail(fault.operation, call, fault.count, fault.error, fault.isPartial ? 1 : 0)
        var workload = Workload(folder: data, seed: seed, mayFail: true) { line in ledger.withLock { $0.read(line) } }
        var isReached = false
        for session in 0..<2 {
            do {
                let store = try await workload.session(steps: 4, closes: false)
                isReached = disk_recorder_calls(fault.operation) >= call
                // What a process killed here would leave, and then what one leaves that ends.
                if store != nil { try await verify(copyOf: data, in: copy, ledger.withLock { $0 }) }
                await store?.close()
            } catch {
                throw Ledger.Failure("\(fault.name), call \(call), session \(session): \(error)")
            }
        }
        disk_recorder_fail(0, 0, 0, 0, 0)
        disk_recorder_begin("", -1)
        do {
            try await verify(copyOf: data, in: copy, ledger.withLock { $0 })
        } catch {
            throw Ledger.Failure("\(fault.name), call \(call), at the end: \(error)")
        }
        return isReached
    }

    private func verify(copyOf data: String, in copy: String, _ ledger: Ledger) async throws {
        var files: [String: [UInt8]] = [:]
        for name in ["state.sqlite", "state.sqlite-wal", "state.sqlite-journal"] { files[name] = DiskModel.bytes(of: data + "/" + name) }
        try DiskModel.write(files, to: copy)
        let told = Mutex<[StateStoreError]>([])
        let store = try SQLiteStateStore(folder: copy) { damage in told.withLock { $0.append(damage) } }
        try await ledger.verify(store)
        await store.close()
        // What failed was told when it failed, and nothing was lost.
        if let damage = told.withLock({ $0.first }) { throw Ledger.Failure("tells of damage: \(damage)") }
    }
}
