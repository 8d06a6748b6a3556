import FuzzSupport
import HTTPText
import NIOCore
import PBXInstructions
import PlainText
import WorkerProtocol

@testable import HandlerHost

/// Has the host decide about a turn's report as it does for a caller: whatever a worker sends, what leaves for the PBX as JSON
/// with status 200 is an instruction, and headers are headers.
func judge(_ report: TurnReport, _ body: UnsafeRawBufferPointer) {
    let frame = ByteBuffer(bytes: body)
    guard let parts = try? ReportParts(report, in: frame) else { return }
    for dialect in Dialect.allCases {
        let bundle = bundle(dialect)
        switch ReplyJudge(bundle: bundle, limits: bundle.settings.limits).judge(report, parts, in: frame) {
        case .failure(let fault): hold(fault.outcome != .ok, "a failure without one")
        case .success(let verdict): check(verdict.reply, dialect)
        }
    }
}

private func check(_ reply: TurnReply, _ dialect: Dialect) {
    for (name, value) in reply.headers {
        hold(HeaderField.isName(name) && HeaderField.isValue(value), "the header \(name): \(value)")
        hold(!HeaderField.isReserved(name) || name == "Ringbox-Outcome", "the host's own header \(name)")
    }
    let types = reply.headers.filter { $0.name.lowercased() == "content-type" }
    hold(types.count == 1, "\(types.count) content types")
    let isJSON = types.contains { $0.value.lowercased().drop { " \t".contains($0) }.hasPrefix("application/json") }
    guard dialect != .none, reply.status == 200, isJSON else { return }
    let check = dialect.check(reply: reply.body.readableBytesView)
    hold(check.isAccepted, "the PBX gets \(String(buffer: reply.body)), in which \(check.findings)")
}

/// The routes of a load report make a table, or are refused.
func readRoutes(_ report: LoadReport) {
    guard let table = try? ReportedRoutes(json: report.routes, bundle: bundle(.uis)).table() else { return }
    hold(table.table.routes.count == table.workerRoutes.count, "routes that no worker has")
    if case .found(let index, _) = table.table.match(method: "GET", path: "/orders/7") {
        hold(table.workerRoutes.indices.contains(index), "the route \(index) of \(table.workerRoutes)")
    }
}

private func bundle(_ dialect: Dialect) -> Bundle {
    guard let name = SandboxName("s") else { fail("s is no name") }
    return Bundle(
        sandbox: name, hash: ContentHash(), layout: .main(entry: "main.js"), modules: [], settings: SandboxSettings(dialect: dialect))
}
