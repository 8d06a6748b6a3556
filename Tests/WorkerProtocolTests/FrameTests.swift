import Testing
import WorkerProtocol

/// Frames as one side writes them and the other reads them.
struct FrameTests {
    @Test func carryALoadOrder() throws {
        let order = LoadOrder(
            layout: .files(["crm.js", "заказы/[id].js"]),
            modules: [
                .init(path: "crm.js", kind: .commonJS, code: Array("module.exports = 1".utf8)),
                .init(path: "lib/x.json", kind: .json, code: Array("{}".utf8)),
                .init(path: "empty.txt", kind: .text, code: []),
            ],
            stateRules: .json, stateByteCount: 1 << 40, config: Array("{}".utf8),
            loadBudgetMicroseconds: 2_000_000, logLimit: 65_536, replyLimit: 1 << 20, stateLimit: 16 << 20, patchLimit: 4 << 20)
        let (kind, body) = try onlyFrame { order.encode(into: &$0) }
        #expect(kind == HostFrameKind.load.rawValue)
        #expect(try body.withUnsafeBytes { try LoadOrder(decoding: $0) } == order)
    }

    @Test func carryAStateInPiecesThatCutNoCharacter() throws {
        for text in ["{}", String(repeating: "я", count: 400_000), "x" + String(repeating: "😀", count: 200_000)] {
            let pieces = StatePiece.pieces(of: Array(text.utf8)).map { String(decoding: $0.text, as: UTF8.self) }
            #expect(pieces.joined() == text)
            #expect(pieces.dropLast().allSatisfy { StatePiece.byteCount - 3...StatePiece.byteCount ~= $0.utf8.count })
        }
        let piece = try #require(Array(StatePiece.pieces(of: Array("{}".utf8))).first)
        let (kind, body) = try onlyFrame { piece.encode(into: &$0) }
        #expect(kind == HostFrameKind.state.rawValue && body == Array("{}".utf8))
        // What is no text is cut, too.
        #expect(StatePiece.pieces(of: [UInt8](repeating: 0x80, count: 1_000_000)).map(\.text.count).reduce(0, +) == 1_000_000)
    }

    @Test func carryATurnOrder() throws {
        let parts = ["{\"query\":{}}", "{\"host\":\"a\"}", ""].map { Array($0.utf8) }
        let (kind, body) = try onlyFrame { encoder in
            parts[0].withUnsafeBytes { request in
                parts[1].withUnsafeBytes { headers in
                    parts[2].withUnsafeBytes { content in
                        TurnOrder(
                            number: .max, settled: 7, route: 3, budgetMicroseconds: 200_000, expiry: 4_711, request: request,
                            headers: headers,
                            body: content
                        ).encode(into: &encoder)
                    }
                }
            }
        }
        #expect(kind == HostFrameKind.turn.rawValue)
        try body.withUnsafeBytes { bytes in
            let order = try TurnOrder(decoding: bytes)
            #expect(order.number == .max && order.settled == 7 && order.route == 3 && order.budgetMicroseconds == 200_000)
            #expect(order.expiry == 4_711)
            #expect([Array(order.request), Array(order.headers), Array(order.body)] == parts)
        }
    }

    @Test(arguments: [TurnReport.Ending.returned, .threw, .exceededCPU, .replyTooLarge, .cancelled, .stale])
    func carryATurnReport(ending: TurnReport.Ending) throws {
        var content = TurnReportContent()
        content.ending = ending
        content.status = 429
        content.headers = Array("{}".utf8)
        content.body = Array("привет".utf8)
        content.patch = Array("[]".utf8)
        content.slips = Array("[1]".utf8)
        content.log.append(.error, utf8: "строка".utf8)
        content.failure = ScriptFailure(
            name: "TypeError", message: "нет", frames: [.init(function: "f", file: "a.js", line: 3, column: 9)])
        let (kind, body) = try onlyFrame { content.encode(number: 12, cpuMicroseconds: 34, into: &$0) }
        #expect(kind == WorkerFrameKind.turnEnded.rawValue)
        let report = try body.withUnsafeBytes { try TurnReport(decoding: $0) }
        #expect(report.number == 12 && report.ending == ending && report.status == 429 && report.cpuMicroseconds == 34)
        #expect(Array(body[report.body]) == content.body && Array(body[report.patch]) == content.patch)
        #expect(Array(body[report.slips]) == content.slips && Array(body[report.headers]) == content.headers)
        #expect(LogLines(packed: Array(body[report.log])).lines.map(\.text) == ["строка"])
        #expect(report.failure == ([.returned, .cancelled, .stale].contains(ending) ? nil : content.failure))
    }

    @Test func carryALoadReport() throws {
        var log = LogLines()
        log.append(.info, utf8: "loaded".utf8)
        for failure in [nil, ScriptFailure(name: "SyntaxError", message: "x")] {
            let report = LoadReport(routes: Array("[]".utf8), patch: [], log: log, failure: failure)
            let (kind, body) = try onlyFrame { report.encode(into: &$0) }
            #expect(kind == (failure == nil ? WorkerFrameKind.loaded : .loadFailed).rawValue)
            #expect(try body.withUnsafeBytes { try LoadReport(decoding: $0, failed: failure != nil) } == report)
        }
    }

    @Test func carryWhatTurnsAreTakenBackBy() throws {
        let (rewind, place) = try onlyFrame { RewindOrder(report: .max - 1).encode(into: &$0) }
        #expect(rewind == HostFrameKind.rewind.rawValue)
        #expect(try place.withUnsafeBytes { try RewindOrder(decoding: $0) } == RewindOrder(report: .max - 1))
        let (cancel, number) = try onlyFrame { CancelOrder(number: 12).encode(into: &$0) }
        #expect(cancel == HostFrameKind.cancel.rawValue)
        #expect(try number.withUnsafeBytes { try CancelOrder(decoding: $0) } == CancelOrder(number: 12))
        #expect(throws: FrameError.trailingBytes(1)) { try (number + [0]).withUnsafeBytes { try CancelOrder(decoding: $0) } }
    }

    @Test func areWaitedForUntilTheirHeaderIsWhole() throws {
        var encoder = FrameEncoder()
        RewindOrder(report: 5).encode(into: &encoder)
        for count in 0..<Frame.headerLength {
            #expect(try encoder.bytes[..<count].withUnsafeBytes { try FrameDecoder.header($0)?.total } == nil)
        }
        #expect(try encoder.bytes.withUnsafeBytes { try FrameDecoder.header($0)?.total } == encoder.bytes.count)
    }

    @Test(arguments: [0, UInt32.max, UInt32(Frame.maximumLength + 1)])
    func areRefusedByTheirLength(_ length: UInt32) throws {
        let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + [1]
        #expect(throws: FrameError.lengthOutOfRange(Int(length))) { try bytes.withUnsafeBytes { try FrameDecoder.header($0)?.total } }
    }

    /// The only frame that `write` makes, without its header.
    private func onlyFrame(_ write: (inout FrameEncoder) -> Void) throws -> (kind: UInt8, body: [UInt8]) {
        var encoder = FrameEncoder()
        write(&encoder)
        let header = try #require(try encoder.bytes.withUnsafeBytes { try FrameDecoder.header($0) })
        #expect(header.total == encoder.bytes.count)
        return (header.kind, Array(encoder.bytes[Frame.headerLength...]))
    }
}
