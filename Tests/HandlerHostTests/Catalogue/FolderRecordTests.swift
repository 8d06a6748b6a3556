import Glibc
import HTTPText
import Testing

@testable import HandlerHost

/// What follows from looking at the handlers folder again.
struct FolderRecordTests {
    private let start = ContinuousClock.now
    private var record = FolderRecord(patience: .seconds(5))

    @Test mutating func removesASandboxWhenItsFilesWereGoneForAWhile() {
        #expect(look(["a", "b"], after: 0).additions.map(\.text) == ["a", "b"])
        #expect(look(["a"], after: 1) == steps(isUnsettled: true))
        #expect(look(["a"], after: 5.9) == steps(isUnsettled: true))
        #expect(look(["a"], after: 6) == steps(removals: ["b"]))
        #expect(look(["a"], after: 100) == steps())
    }

    @Test mutating func countsAnewWhenTheFilesComeBackAndReadsThem() {
        _ = look(["a", "b"], after: 0)
        _ = look(["a"], after: 1)
        #expect(look(["a", "b"], after: 5).due.map(\.entry) == ["b"])
        #expect(look(["a"], after: 7).removals.isEmpty)
        #expect(look(["a"], after: 11).removals.isEmpty)
        #expect(look(["a"], after: 12).removals.map(\.text) == ["b"])
    }

    @Test mutating func removesNobodyWhileTheFolderCannotBeRead() {
        _ = look(["a", "b"], after: 0)
        let problem = BundleError.handlersUnreadable(code: 13)
        #expect(look([], problems: [problem], isComplete: false, after: 1) == steps(news: [problem.description], isUnsettled: true))
        #expect(look([], problems: [problem], isComplete: false, after: 60) == steps(isUnsettled: true), "and says so once")
        // Nobody knows how long it was gone.
        #expect(look(["a"], after: 61).removals.isEmpty)
        #expect(look(["a"], after: 66).removals.map(\.text) == ["b"])
    }

    @Test mutating func anEmptyFolderRemovesNobodyUnlessItIsMeant() {
        _ = look(["a", "b"], after: 0)
        let first = look([], after: 1)
        #expect(first.removals.isEmpty && first.isUnsettled && first.news.count == 1)
        #expect(first.news.first?.contains(FolderRecord.emptyMark) == true)
        #expect(look([], after: 1_000) == steps(isUnsettled: true))
        #expect(look([], isMeantEmpty: true, after: 1_001).removals.isEmpty, "the mark is young")
        #expect(look([], isMeantEmpty: true, after: 1_006).removals.map(\.text) == ["a", "b"])
    }

    @Test mutating func anEmptyFolderAtTheStartIsNoNews() {
        #expect(look([], after: 0) == steps())
    }

    @Test mutating func readsWhatChangedAndNothingElse() {
        #expect(look(["a", "b"], after: 0).due.map(\.entry) == ["a", "b"])
        #expect(look(["a", "b"], changes: FolderChanges(saved: ["b", "c"]), after: 1).due.map(\.entry) == ["b"])
        #expect(look(["a", "b"], after: 2).due.isEmpty)
        #expect(look(["a", "b"], changes: .all, after: 3).due.map(\.entry) == ["a", "b"])
    }

    @Test mutating func tellsWhatIsWrongOnceAndAgainWhenItIsBack() {
        let problem = BundleError.invalidName(entry: "ä")
        #expect(look(["a"], problems: [problem], after: 0).news == [problem.description])
        #expect(look(["a"], problems: [problem], after: 1).news.isEmpty)
        #expect(look(["a"], after: 2).news.isEmpty)
        #expect(look(["a"], problems: [problem], after: 3).news == [problem.description])
    }

    @Test mutating func aSandboxThatCannotBeReadIsRefusedOnceAndNotGone() {
        _ = look(["a", "b"], after: 0)
        let problem = BundleError.unreadable(path: "b", code: 13)
        #expect(look(["a"], refused: ["b": problem], after: 1) == steps(refusals: ["b": problem]))
        #expect(look(["a"], refused: ["b": problem], after: 100) == steps())
        #expect(look(["a", "b"], after: 101).due.map(\.entry) == ["b"], "and read when it can be")
    }

    @Test mutating func whatChangedWhileTheFolderCouldNotBeListedIsReadLater() {
        _ = look(["a", "b"], after: 0)
        #expect(look([], isComplete: false, changes: FolderChanges(saved: ["a"]), after: 1).due.isEmpty)
        #expect(look([], isComplete: false, after: 2).due.isEmpty)
        #expect(look(["a", "b"], after: 3).due.map(\.entry) == ["a"])
        #expect(look(["a", "b"], after: 4).due.isEmpty)
        #expect(look([], isComplete: false, changes: .all, after: 5).due.isEmpty)
        #expect(look(["a", "b"], after: 6).due.map(\.entry) == ["a", "b"], "a secret that changed meanwhile is in both")
    }

    @Test(arguments: [false, true]) mutating func looksAgainAsLongAsTheSystemIsShortOfSomething(hangs: Bool) throws {
        _ = look(["a", "b"], after: 0)
        let name = try #require(SandboxName("b"))
        let problem = hangs ? BundleError.hangs(sandbox: name, limit: .seconds(5)) : .unreadable(path: "b", code: EMFILE)
        #expect(look(["a"], refused: ["b": problem], after: 1) == steps(refusals: ["b": problem], isUnsettled: true))
        #expect(look(["a"], refused: ["b": problem], after: 2) == steps(isUnsettled: true))
        #expect(look(["a", "b"], after: 3).due.map(\.entry) == ["b"])
    }

    @Test func tellsWhatMayPassFromWhatStays() throws {
        let passing: [BundleError] = [
            .hangs(sandbox: try #require(SandboxName("a")), limit: .seconds(5)),
            .unreadable(path: "a", code: EMFILE), .unreadable(path: "a", code: EIO), .handlersUnreadable(code: ENFILE),
            .transform([.programFailed(program: "esbuild", path: "a", code: EAGAIN)]),
            .transform([.timedOut(path: "a", limit: .seconds(1))]),
            .transform([.rejected(path: "a", []), .noResult(path: "b", status: 137)]),
        ]
        for error in passing { #expect(error.isLack, "\(error)") }
        let lasting: [BundleError] = [
            .unreadable(path: "a", code: EACCES), .brokenLink(path: "a"), .linkLeadsOut(path: "a"),
            .transform([.rejected(path: "a", []), .tooMuch(path: "b", limit: 1)]),
        ]
        for error in lasting { #expect(!error.isLack, "\(error)") }
    }

    private func steps(
        removals: [String] = [], refusals: [String: BundleError] = [:], news: [String] = [], isUnsettled: Bool = false
    ) -> FolderRecord.Steps {
        FolderRecord.Steps(
            removals: removals.compactMap { SandboxName($0) }, refusals: named(refusals), news: news, isUnsettled: isUnsettled)
    }

    private func named(_ problems: [String: BundleError]) -> [SandboxName: BundleError] {
        problems.reduce(into: [:]) { named, one in if let name = SandboxName(one.key) { named[name] = one.value } }
    }

    private mutating func look(
        _ names: [String], refused: [String: BundleError] = [:], problems: [BundleError] = [], isComplete: Bool = true,
        isMeantEmpty: Bool = false, changes: FolderChanges = .none, after seconds: Double
    ) -> FolderRecord.Steps {
        let entries = names.compactMap { SandboxName($0) }.map { SandboxEntry(name: $0, entry: $0.text, kind: .folder) }
        let scan = SandboxScan(entries: entries, refused: named(refused), problems: problems, isComplete: isComplete)
        return record.take(scan, isMeantEmpty: isMeantEmpty, changes, now: start + .seconds(seconds))
    }
}
