import CDiskRecorder
import Glibc
import StateStore
import TestSupport

@testable import SQLiteStateStore

/// Makes what would be left behind a crash at every moment of a workload, and looks at what a store makes of it.
struct CrashTrial {
    let folder: String
    let seed: UInt64
    /// How many losses of power, and how many copies, are tried for each of the moments.
    let tries: Int

    private var images: String { folder + "/image" }

    /// Returns what was tried, in words.
    func run() async throws -> String {
        let events = try await record()
        var generator = SeededGenerator(seed: seed)
        mkdir(images, 0o700)
        var model = DiskModel()
        var ledger = Ledger()
        var earlier: [[String: [UInt8]]] = []
        var kills = 0
        var cuts = 0
        var copies = 0
        var refusedCopies = 0
        for (index, event) in events.enumerated() {
            model.apply(event)
            if case .note(let line) = event {
                ledger.read(line)
                continue
            }
            let current = model.current
            try await look(at: current, ledger, "killed behind event \(index)")
            kills += 1
            for _ in 0..<tries {
                try await look(at: model.afterPowerCut(using: &generator), ledger, "without power behind event \(index)")
                cuts += 1
            }
            if index.isMultiple(of: 3), let before = earlier.randomElement(using: &generator) {
                // The files were copied one after the other, the second one at this moment.
                for first in ["state.sqlite", "state.sqlite-wal"] {
                    var copy = current
                    copy[first] = before[first]
                    copies += 1
                    if try await !isPrefix(copy, ledger, "copied at event \(index)") { refusedCopies += 1 }
                }
            }
            earlier.append(current)
            if earlier.count > 150 { earlier.removeFirst() }
        }
        return "\(events.count) events: \(kills) kills, \(cuts) losses of power, \(copies) copies of which \(refusedCopies) were refused"
    }

    /// Runs a workload of several sessions and returns what it did to its disk.
    private func record() async throws -> [DiskEvent] {
        let data = folder + "/data"
        mkdir(data, 0o700)
        let record = folder + "/record"
        let descriptor = open(record, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Ledger.Failure("the record cannot be made") }
        disk_recorder_begin(data, descriptor)
        var workload = Workload(folder: data, seed: seed, mayFail: false) { line in
            disk_recorder_note(line, UInt32(line.utf8.count))
        }
        for _ in 0..<3 { _ = try await workload.session(steps: 6, closes: true) }
        disk_recorder_begin("", -1)
        close(descriptor)
        return DiskEvent.all(in: record)
    }

    /// Opens a store on `files` and checks that it has what it has to have.
    private func look(at files: [String: [UInt8]], _ ledger: Ledger, _ moment: String) async throws {
        do {
            try DiskModel.write(files, to: images)
            let store = try SQLiteStateStore(folder: images) { damage in fatalError("\(damage), \(moment)") }
            try await ledger.verify(store)
            await store.close()
        } catch {
            throw Ledger.Failure("\(moment): \(error)")
        }
    }

    /// Whether the store that `files` make has a prefix; false when it says that they are damaged.
    private func isPrefix(_ files: [String: [UInt8]], _ ledger: Ledger, _ moment: String) async throws -> Bool {
        try DiskModel.write(files, to: images)
        do throws(StateStoreError) {
            let store = try SQLiteStateStore(folder: images) { _ in }
            do {
                try await ledger.verify(store, isComplete: false)
            } catch let error as Ledger.Failure {
                fatalError("\(moment): \(error)")
            } catch let error as StateStoreError {
                await store.close()
                throw error
            } catch {
                fatalError("\(moment): \(error)")
            }
            await store.close()
            return true
        } catch {
            switch error {
            case .damagedPatch, .damagedSnapshot, .file(_, .damaged), .file(_, .notADatabase), .file(_, .madeByAnotherProgram): return false
            default: fatalError("\(moment): \(error)")
            }
        }
    }
}
