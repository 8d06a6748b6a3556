import Testing
import WorkerProtocol

struct ReadyReportTests {
    @Test(arguments: [[], [.files], [.memoryScore, .systemCalls], Set(JailPart.allCases)] as [Set<JailPart>])
    func whatIsMissingCrossesTheSocket(missing: Set<JailPart>) throws {
        var encoder = FrameEncoder()
        ReadyReport(missing: missing).encode(into: &encoder)
        let frame = encoder.bytes
        #expect(try frame.withUnsafeBytes { try FrameDecoder.header($0)?.kind } == WorkerFrameKind.ready.rawValue)
        #expect(try decode(Array(frame[Frame.headerLength...])).missing == missing)
    }

    @Test func aPartThatDoesNotExistIsRefused() {
        #expect(throws: FrameError.unknownCase(type: "JailPart", value: 8)) { try decode([0, 1, 0, 0]) }
        #expect(throws: FrameError.unknownCase(type: "JailPart", value: 31)) { try decode([0, 0, 0, 0x80]) }
    }

    @Test func anotherLengthIsRefused() {
        #expect(throws: FrameError.truncated(needed: 4, left: 0)) { try decode([]) }
        #expect(throws: FrameError.truncated(needed: 4, left: 3)) { try decode([0, 0, 0]) }
        #expect(throws: FrameError.trailingBytes(1)) { try decode([0, 0, 0, 0, 0]) }
    }

    private func decode(_ body: [UInt8]) throws -> ReadyReport {
        try body.withUnsafeBytes { try ReadyReport(decoding: $0) }
    }
}
