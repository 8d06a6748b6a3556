import Foundation
import Glibc
import TestSupport
import Testing

@testable import ChildPrograms

@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct RegularFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func path(_ name: String) -> String { folder.path + "/" + name }

    private func failure(_ name: String, limit: Int = 100, followsLink: Bool = true) -> RegularFile.Failure? {
        do throws(RegularFile.Failure) {
            _ = try RegularFile.read(path(name), limit: limit, followsLink: followsLink)
            return nil
        } catch {
            return error
        }
    }

    @Test func readsAFileUpToItsLimit() throws {
        try folder.write(String(repeating: "ы", count: 50), to: "file")
        #expect(try RegularFile.read(path("file"), limit: 100).count == 100)
        #expect(failure("file", limit: 99) == .tooLarge(limit: 99))
        #expect(failure("missing") == .system(code: ENOENT))
        // It has no size.
        #expect(!(try RegularFile.read("/proc/self/status", limit: 100_000).isEmpty))
        #expect(throws: RegularFile.Failure.tooLarge(limit: 10)) { try RegularFile.read("/proc/self/status", limit: 10) }
    }

    @Test func followsALinkOnlyWhenItMay() throws {
        try folder.write("x", to: "file")
        try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "file")
        #expect(failure("link") == nil)
        #expect(failure("link", followsLink: false) == .system(code: ELOOP))
    }

    @Test(arguments: ["pipe", "folder", "socket", "device"])
    func refusesWhatIsNoFileWithoutWaiting(_ name: String) throws {
        try #require(mkfifo(path("pipe"), 0o600) == 0)
        try folder.write("x", to: "folder/file")
        try FileManager.default.createSymbolicLink(atPath: path("device"), withDestinationPath: "/dev/zero")
        let bound = try CommandResult.run(
            "/usr/bin/env",
            ["perl", "-MIO::Socket::UNIX", "-e", "IO::Socket::UNIX->new(Local => shift, Listen => 1) or die", path("socket")])
        try #require(bound.exitCode == 0, "\(bound.errors)")
        #expect(failure(name) == .notRegular)
    }
}
