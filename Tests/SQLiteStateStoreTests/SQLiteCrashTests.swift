import Foundation
import StateStore
import TestSupport
import Testing

@testable import SQLiteStateStore

/// What the SQLite store has behind a crash, a failing disk and a copy of its files: always a prefix that contains every
/// commit it acknowledged. The trials are in a program of their own (`Tests/StoreTrial`), which stands between SQLite and
/// the kernel.
///
/// `RINGBOX_STORE_TRIALS=20` makes it twenty seeds, and all faults instead of some.
@Suite(.ownThreads, .timeLimit(.minutes(60)))
struct SQLiteCrashTests {
    private static let trials = ProcessInfo.processInfo.environment["RINGBOX_STORE_TRIALS"].flatMap { UInt64($0) }
    private static let seeds = 1...(trials ?? 1)

    @Test(arguments: seeds)
    func hasWhatItAcknowledgedWhereverItIsKilledOrThePowerGoes(seed: UInt64) throws {
        let told = try trial("crashes", seed, count: Self.trials == nil ? 1 : 4)
        // "944 events: 714 kills, 714 losses of power, 478 copies of which 169 were refused"
        let numbers = told.split(separator: " ").compactMap { Int($0) }
        try #require(numbers.count == 5, "\(told)")
        #expect(numbers[1] > 200 && numbers[2] > 200 && numbers[3] > 100 && numbers[4] > 0, "\(told)")
        if Self.trials != nil { print("seed \(seed): \(told)") }
    }

    @Test(arguments: seeds)
    func hasWhatItAcknowledgedWhicheverCallFails(seed: UInt64) throws {
        let told = try trial("faults", seed, count: Self.trials == nil ? 5 : 1)
        // "a write fails: 135, a write is cut off: 149, …"
        let tried = told.split(separator: ", ").compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        #expect(tried.count == 7 && tried.allSatisfy { $0 > 0 } && tried[0] > 20, "\(told)")
        if Self.trials != nil { print("seed \(seed): \(told)") }
    }

    @Test func hasWhatItAcknowledgedBeforeItsProcessWasKilled() throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: Self.trials ?? 1)
        var ledger: [String] = []
        for seed in 1...(12 * (Self.trials ?? 1)) {
            let (program, output) = try start(["work", folder("data"), "\(seed)"])
            // Wherever the program is when it has told so many lines.
            let lines = Int.random(in: 1...250, using: &generator)
            var reader = LineReader(output)
            for _ in 0..<lines {
                guard let line = reader.next() else { break }
                ledger.append(line)
            }
            program.signal(SIGKILL)
            while let line = reader.next() { ledger.append(line) }
            #expect(program.wait() == 128 + SIGKILL)
            try verify(folder("data"), ledger)
        }
        #expect(ledger.count > 500)
    }

    private func trial(_ name: String, _ seed: UInt64, count: Int) throws -> String {
        let folder = try TemporaryFolder()
        let (program, output) = try start([name, folder.path, "\(seed)", "\(count)"])
        var reader = LineReader(output)
        var told: [String] = []
        while let line = reader.next() { told.append(line) }
        let code = program.wait()
        try #require(code == 0, "\(told.joined(separator: "\n"))")
        return told.last ?? ""
    }

    private func verify(_ folder: String, _ ledger: [String]) throws {
        let file = try TemporaryFolder()
        try file.write(ledger.joined(separator: "\n"), to: "ledger")
        let input = open(file("ledger"), O_RDONLY | O_CLOEXEC)
        try #require(input >= 0)
        defer { close(input) }
        let (program, output) = try start(["verify", folder, "0"], input: input)
        var reader = LineReader(output)
        var told: [String] = []
        while let line = reader.next() { told.append(line) }
        #expect(program.wait() == 0, "\(told.joined(separator: "\n"))")
    }

    private func start(_ arguments: [String], input: Int32 = 0) throws -> (ChildProgram, FileHandle) {
        let pipe = Pipe()
        let output = pipe.fileHandleForWriting.fileDescriptor
        let program = try ChildProgram(
            BuiltProducts.path(of: "ringbox-store-trial"), arguments, descriptors: (input, output, output),
            environment: ["SWIFT_BACKTRACE": "enable=no"])
        try pipe.fileHandleForWriting.close()
        return (program, pipe.fileHandleForReading)
    }
}
