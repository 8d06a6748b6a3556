import PBXInstructions
import Testing

@testable import VirtualPBX

/// The engine …
struct CallEngineTests {
    @Test func endsACallWhoseFirstOperationIsMissing() {
        var engine = CallEngine(
            Scenario(file: "x/scenario.yaml", start: Link("a"), operations: []), CallFacts(id: "1", from: "1", to: "2", startTime: 0))
        #expect(engine.start().contains(.hangUp(.noOperation)))
        #expect(engine.finish == .noOperation)
    }
}
