import Glibc
import HTTPFrontend
import SQLiteStateStore
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
        #expect(!file.isReadableByOthers)
        #expect(chmod(file.path, 0o640) == 0)
        #expect(file.isReadableByOthers)
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

    @Test func tellsWhereTheHostListensThatHasTheFolder() async throws {
        let file = RunningFile(in: folder.path)
        #expect(file.adminAddress() == nil)
        let admin = ListenAddress(host: "::1", port: 9)
        let store = try SQLiteStateStore(folder: folder.path) { _ in }
        try file.write(RunningFile.Addresses(traffic: ListenAddress(host: "a", port: 8), admin: admin))
        #expect(file.adminAddress() == admin)
        await store.close()
        #expect(file.adminAddress() == nil, "nobody has it")
        try file.write(RunningFile.Addresses(traffic: ListenAddress(host: "a", port: 8), admin: admin))
        let next = try SQLiteStateStore(folder: folder.path) { _ in }
        #expect(file.adminAddress() == admin)
        file.remove()
        #expect(file.adminAddress() == nil)
        await next.close()
    }

    @Test func doesNotBelieveTheFileOfAnotherProcess() async throws {
        let file = RunningFile(in: folder.path)
        try file.write(RunningFile.Addresses(traffic: ListenAddress(host: "a", port: 8), admin: ListenAddress(host: "b", port: 9)))
        let text = String(decoding: try TextFile.read(file.path, limit: 1 << 20), as: UTF8.self)
        try TextFile.replace(file.path, text.replacing("\(getpid())", with: "1"))
        let store = try SQLiteStateStore(folder: folder.path) { _ in }
        #expect(file.adminAddress() == nil)
        await store.close()
    }

    @Test func neverReplacesAFileItIsToMake() throws {
        try TextFile.create(folder.path + "/file", "старое")
        #expect(throws: CommandFailure.self) { try TextFile.create(folder.path + "/file", "new") }
        #expect(try TextFile.read(folder.path + "/file", limit: 1 << 20) == Array("старое".utf8))
    }
}
