import JSONText
import NIOCore
import PBXInstructions
import StateStore
import WorkerProtocol

/// The parts of a turn's report that are JSON, read. A worker writes them by itself, so that anything else than what is
/// expected means that it is no longer what it was.
struct ReportParts: Sendable {
    /// The headers that a reply may have; those that are none, or that the host alone decides about, are left out.
    let headers: [(name: String, value: String)]
    let slips: [ReplySlip]
    /// What the turn changes in the state; nil for nothing, and for what cannot be stored.
    let patch: StatePatch?
    /// Why the change of state cannot be one, although the worker made it properly.
    let patchFault: TurnFault?

    /// - Parameter body: The report's frame, which its ranges refer to.
    init(_ report: TurnReport, in body: ByteBuffer) throws(FrameError) {
        headers = report.headers.isEmpty ? [] : try Self.headers(body.part(report.headers))
        slips = report.slips.isEmpty ? [] : try Self.slips(body.part(report.slips))
        (patch, patchFault) = report.patch.isEmpty ? (nil, nil) : try Self.patch(body.part(report.patch))
    }

    /// Whether a reply with these headers is JSON to whoever gets it, as it is without a type.
    var areOfJSON: Bool {
        guard let type = headers.first(where: { $0.name == "Content-Type" })?.value else { return true }
        return type.drop { $0 == " " || $0 == "\t" }.lowercased().hasPrefix("application/json")
    }

    private static func headers(_ text: ByteBuffer) throws(FrameError) -> [(name: String, value: String)] {
        guard let object = (try? JSONValue(parsing: text.readableBytesView))?.object else { throw .malformed(field: "the headers") }
        var headers: [(name: String, value: String)] = []
        for (name, value) in object {
            // A worker writes this name in one way only: two types, of which one is looked at, would get past the check of replies.
            let isTypeInDisguise = name != "Content-Type" && name.lowercased() == "content-type"
            guard let text = value.string, !isTypeInDisguise else { throw .malformed(field: "the headers") }
            if HeaderField.isName(name), HeaderField.isValue(text), !HeaderField.isReserved(name) { headers.append((name, text)) }
        }
        return headers
    }

    private static func slips(_ text: ByteBuffer) throws(FrameError) -> [ReplySlip] {
        guard let array = (try? JSONValue(parsing: text.readableBytesView))?.array else { throw .malformed(field: "the slips") }
        var slips: [ReplySlip] = []
        for slip in array {
            guard let pointer = slip["pointer"]?.string.flatMap({ try? JSONPointer(parsing: $0) }),
                let kind = slip["kind"]?.string.flatMap(ReplySlip.Kind.init(rawValue:))
            else { throw .malformed(field: "the slips") }
            slips.append(ReplySlip(kind, at: pointer))
        }
        return slips
    }

    private static func patch(_ text: ByteBuffer) throws(FrameError) -> (StatePatch?, TurnFault?) {
        do {
            return (try StatePatch(parsing: text.readableBytesView), nil)
        } catch {
            guard case .notJSON(let syntax) = error else { throw .malformed(field: "the patch") }
            switch syntax.reason {
            case .tooDeep:
                return (nil, TurnFault(.exceededState, "the state may have \(StatePatch.depthLimit) levels, and this change has more"))
            // JavaScript tells strings apart by halves of characters, which are all the same in UTF-8.
            case .duplicateKey(let key):
                return (nil, TurnFault(.threw, "state: the keys \"\(key)\" differ only in halves of characters"))
            default: throw .malformed(field: "the patch")
            }
        }
    }
}
