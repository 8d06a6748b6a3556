import TestSupport
import Testing
import WorkerProtocol

/// What a worker that was taken over may send.
struct HostileFrameTests {
    @Test func aReportCutAnywhereIsRefused() throws {
        let body = reportBody()
        for count in body.indices {
            #expect(throws: FrameError.self, "cut after \(count) bytes") {
                try body[..<count].withUnsafeBytes { try TurnReport(decoding: $0) }
            }
        }
    }

    @Test func aReportWithMoreBehindItIsRefused() {
        #expect(throws: FrameError.trailingBytes(1)) { try (reportBody() + [0]).withUnsafeBytes { try TurnReport(decoding: $0) } }
    }

    @Test func anUnknownEndingIsRefused() {
        var body = reportBody()
        body[8] = 99
        #expect(throws: FrameError.unknownCase(type: "Ending", value: 99)) { try body.withUnsafeBytes { try TurnReport(decoding: $0) } }
    }

    /// Every byte changed to every value either decodes, with ranges inside the body, or is refused; nothing traps.
    @Test func aChangedByteNeverLeadsOutOfTheBody() throws {
        let original = reportBody()
        for index in original.indices {
            for value in UInt8.min...UInt8.max {
                var body = original
                body[index] = value
                guard let report = try? body.withUnsafeBytes({ try TurnReport(decoding: $0) }) else { continue }
                for range in [report.body, report.patch, report.log, report.slips, report.headers] {
                    #expect(range.upperBound <= body.count)
                }
            }
        }
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            bytes.withUnsafeBytes { bytes in
                _ = try? FrameDecoder.header(bytes)
                _ = try? TurnReport(decoding: bytes)
                _ = try? LoadReport(decoding: bytes, failed: true)
                _ = try? LoadOrder(decoding: bytes)
                _ = try? TurnOrder(decoding: bytes)
            }
            _ = LogLines(packed: bytes).lines
        }
    }

    private func reportBody() -> [UInt8] {
        var content = TurnReportContent()
        content.ending = .threw
        content.body = [1, 2]
        content.log.append(.info, utf8: "x".utf8)
        content.failure = ScriptFailure(name: "E", message: "m", frames: [.init(function: "f", file: "a", line: 1, column: 1)])
        var encoder = FrameEncoder()
        content.encode(number: 1, cpuMicroseconds: 2, into: &encoder)
        return Array(encoder.bytes[Frame.headerLength...])
    }
}
