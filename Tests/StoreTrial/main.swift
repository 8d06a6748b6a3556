import Glibc
import StateStore

@testable import SQLiteStateStore

/// At once: whoever kills this program knows what it has told.
@Sendable func tell(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    guard write(1, bytes, bytes.count) == bytes.count else { exit(74) }
}

let arguments = CommandLine.arguments
guard arguments.count >= 4, let seed = UInt64(arguments[3]) else {
    tell("ringbox-store-trial crashes|faults|work|verify FOLDER SEED [COUNT]")
    exit(64)
}
let folder = arguments[2]
let count = arguments.count > 4 ? Int(arguments[4]) ?? 1 : 1
do {
    switch arguments[1] {
    case "crashes": tell(try await CrashTrial(folder: folder, seed: seed, tries: count).run())
    case "faults": tell(try await FaultTrial(folder: folder, seed: seed, step: count).run())
    case "work":
        // Until it is killed.
        var workload = Workload(folder: folder, seed: seed, mayFail: false) { tell($0) }
        while true { _ = try await workload.session(steps: 40, closes: true) }
    default:
        var ledger = Ledger()
        while let line = readLine() { ledger.read(line) }
        let store = try SQLiteStateStore(folder: folder) { fatalError("\($0)") }
        try await ledger.verify(store)
        await store.close()
    }
} catch {
    tell("seed \(seed): \(error)")
    exit(1)
}
