import Glibc
import HTTPFrontend
import TestSupport
import Testing

@testable import ringbox

struct FileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func makesATokenForTheOwnerOnlyAndKeepsIt() throws {
        let file = AdminTokenFile(in: folder.path)
        let first = try file.readOrMake()
        let second = try file.readOrMake()
        #expect(first.isNew)
        #expect(first.token.utf8.count == 64)
        #expect(!second.isNew)
        #expect(second.token == first.token)
        var status = stat()
        #expect(stat(file.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func readsNoMoreThanItsLimit() throws {
        let path = folder.path + "/text"
        try TextFile.create(path, String(repeating: "x", count: 100))
        #expect(try TextFile.read(path, limit: 100).count == 100)
        #expect(throws: CommandFailure(.failure, "\(path) has more than 99 bytes, which is the most that is read of it")) {
            try TextFile.read(path, limit: 99)
        }
        #expect(throws: CommandFailure.self) { try TextFile.read("/dev/zero", limit: 1 << 20) }
    }

    @Test func doesNotTakeAnEmptyFileForAToken() throws {
        try TextFile.create(folder.path + "/admin.token", "\n")
        #expect(throws: CommandFailure.self) { try AdminTokenFile(in: folder.path).readOrMake() }
    }

    @Test func tellsWhereTheHostListens() throws {
        let file = RunningFile(in: folder.path)
        #expect(file.adminAddress() == nil)
        let admin = ListenAddress(host: "::1", port: 9)
        try file.write(RunningFile.Addresses(traffic: ListenAddress(host: "a", port: 8), admin: admin))
        #expect(file.adminAddress() == admin)
        file.remove()
        #expect(file.adminAddress() == nil)
    }

    @Test func neverReplacesAFileItIsToMake() throws {
        try TextFile.create(folder.path + "/file", "старое")
        #expect(throws: CommandFailure.self) { try TextFile.create(folder.path + "/file", "new") }
        #expect(try TextFile.read(folder.path + "/file", limit: 1 << 20) == Array("старое".utf8))
    }
}
