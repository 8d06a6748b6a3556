import HTTPText
import NIOCore
import PBXInstructions
import PlainText
import Testing
import WorkerProtocol

@testable import HandlerHost

/// What a worker that was taken over may try, to have a PBX get what nobody has checked.
struct ReplyJudgeTests {
    private func outcome(headers: String, body: String, ending: TurnReport.Ending = .sent) throws -> Outcome {
        var content = TurnReportContent()
        content.ending = ending
        content.headers = Array(headers.utf8)
        content.body = Array(body.utf8)
        var encoder = FrameEncoder()
        content.encode(number: 1, cpuMicroseconds: 1, into: &encoder)
        let frame = ByteBuffer(bytes: encoder.bytes.dropFirst(Frame.headerLength))
        let report = try frame.withUnsafeReadableBytes { try TurnReport(decoding: $0) }
        let settings = SandboxSettings(dialect: .uis)
        let bundle = Bundle(
            sandbox: try #require(SandboxName("s")), hash: ContentHash(), layout: .main(entry: "main.js"), modules: [], settings: settings)
        let judge = ReplyJudge(bundle: bundle, limits: settings.limits)
        switch judge.judge(report, try ReportParts(report, in: frame), in: frame) {
        case .success(let verdict): return verdict.outcome
        case .failure(let fault): return fault.outcome
        }
    }

    @Test(arguments: [
        #"{"Content-Type":"application/json"}"#, #"{"Content-Type":"Application/JSON; charset=utf-8"}"#,
        #"{"Content-Type":" application/json"}"#, "{}", "",
    ])
    func checksWhateverLeavesAsJSON(_ headers: String) throws {
        #expect(try outcome(headers: headers, body: #"{"phone":1}"#) == .invalidInstruction)
        #expect(try outcome(headers: headers, body: #"{"text":"x"}"#) == .ok)
    }

    @Test func leavesAPageForPeopleAsItIs() throws {
        #expect(try outcome(headers: #"{"Content-Type":"text/html"}"#, body: "<p>") == .ok)
    }

    @Test(arguments: [#"{"content-type":"application/json"}"#, #"{"Content-Type":"text/plain","CONTENT-TYPE":"application/json"}"#])
    func refusesASecondSpellingOfTheType(_ headers: String) {
        #expect(throws: FrameError.malformed(field: "the headers")) { try outcome(headers: headers, body: #"{"phone":1}"#) }
    }
}
