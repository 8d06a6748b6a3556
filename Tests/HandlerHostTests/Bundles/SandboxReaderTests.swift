import HTTPText
import Testing

@testable import HandlerHost

@Suite struct SandboxReaderTests {
    @Test func readsOnceMoreWhatVanishedMeanwhile() throws {
        let handlers = try TemporaryHandlers()
        let name = try #require(SandboxName("s"))
        var pauses = 0
        let reader = try SandboxReader(SandboxEntry(name: name, entry: "s", kind: .folder), in: handlers.path) {
            pauses += 1
            // The other half of a save.
            #expect(throws: Never.self) { try handlers.write("s/index.js") }
        }
        #expect(try reader.read().files.map(\.path) == ["index.js"])
        #expect(pauses == 1)
    }
}
