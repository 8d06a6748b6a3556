import Foundation
import GRDB
import JSONText
import StateStore
import TestSupport
import Testing

@testable import SQLiteStateStore

/// What becomes of files that earlier versions of Ringbox made: the fixtures are such files.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct SQLiteMigrationTests {
    @Test func bringsAFileOfFormat1ToTheNewest() async throws {
        let folder = try TemporaryFolder()
        try folder.copyFixture("format-1.sqlite", to: "state.sqlite")
        for _ in 0..<2 {
            let store = try SQLiteStateStore(folder: folder.path)
            #expect(try await store.sandboxes() == ["a", "заказы"])
            for (sandbox, snapshot) in [("a", 9), ("заказы", 5)] {
                let state = try #require(try await store.load(sandbox))
                #expect(state.version == 12 && state.turn == "t12" && state.patches.count == 12 - snapshot)
                #expect(state.snapshot == Array(#"{"n":\#(snapshot)}"#.utf8) && state.expiry.isEmpty)
                let rows = (1...12).map { StateCommit.sample(sandbox, $0) }.map {
                    StoredPatch(version: $0.version, patch: $0.patch, turn: $0.turn, cause: $0.cause, time: $0.time)
                }
                #expect(try await store.patches(of: sandbox, after: 0) == rows)
                #expect(try await store.load(sandbox, at: 4).document() == ["n": 4])
            }
            await store.close()
        }
        let store = try SQLiteStateStore(folder: folder.path)
        #expect(await store.commit([.sample("a", 13, parent: "t12")]) == [.committed])
        #expect(try await store.load("a")?.document() == ["n": 13])
        await store.close()
    }
}
