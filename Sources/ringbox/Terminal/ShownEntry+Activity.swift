import HTTPFrontend
import HandlerHost
import JSONText

extension ShownEntry {
    init(_ entry: ActivityEntry) {
        switch entry.content {
        case .turn(let record): self.init(record)
        case .event(let event): self.init(event)
        }
    }

    private init(_ record: TurnRecord) {
        self.init(
            time: record.time,
            sandbox: record.sandbox.isEmpty ? nil : record.sandbox,
            severity: Severity(outcome: record.outcome),
            turn: Turn(
                request: "\(record.method) \(record.url)", outcome: record.outcome.rawValue, status: record.status,
                isFallback: record.isFallback, total: record.durations.total.text),
            text: record.shownText,
            notes: record.findingLines.filter { !$0.hasSuffix(record.detail ?? " ") } + record.lines.map { "\($0.level) \($0.text)" }
                + record.near.map { Self.near($0.description, percent: $0.percent) })
    }

    private init(_ event: HostEvent) {
        self.init(
            time: event.time, sandbox: event.sandbox, severity: Severity(kind: event.kind), turn: nil,
            text: "\(event.kind.words): \(event.message)", notes: [])
    }
}

extension ShownEntry {
    private static func near(_ use: String, percent: Int) -> String { "\(percent > 100 ? "over" : "near") the limit of \(use)" }
}

extension ShownEntry.Severity {
    init(_ entry: ActivityEntry) {
        switch entry.content {
        case .turn(let record): self.init(outcome: record.outcome)
        case .event(let event): self.init(kind: event.kind)
        }
    }
}

extension ShownEntry {
    /// Reads an entry as the admin server sends it; nil for what is no entry.
    init?(_ json: JSONValue) {
        guard let time = json["time"]?.int else { return nil }
        let sandbox = json["sandbox"]?.string
        if let kind = json["kind"]?.string.flatMap(HostEvent.Kind.init(rawValue:)) {
            self.init(HostEvent(time: Int64(time), sandbox: sandbox, kind: kind, message: json["message"]?.string ?? ""))
            return
        }
        guard let outcome = json["outcome"]?.string else { return nil }
        let detail = json["detail"]?.string
        let findings = (json["findings"]?.array ?? []).map(Self.findingText)
        let near = (json["near"]?.array ?? []).map { Self.near($0["text"]?.string ?? "", percent: $0["percent"]?.int ?? 0) }
        let log = (json["log"]?.array ?? []).map { "\($0["level"]?.string ?? "") \($0["text"]?.string ?? "")" }
        self.init(
            time: Int64(time), sandbox: sandbox == "" ? nil : sandbox,
            severity: Outcome(rawValue: outcome).map(Severity.init(outcome:)) ?? .bad,
            turn: Turn(
                request: "\(json["method"]?.string ?? "") \(json["url"]?.string ?? "")", outcome: outcome,
                status: json["status"]?.int ?? 0, isFallback: json["fallback"]?.bool ?? false,
                total: Duration.microseconds(json["microseconds"]?["total"]?.int ?? 0).text),
            text: detail.map { Self.sentence($0, place: json["place"]?.string) } ?? json["reply"]?.string ?? "",
            notes: findings.filter { !$0.hasSuffix(detail ?? " ") } + log + near)
    }

    /// Adds the place, unless the sentence names it already.
    fileprivate static func sentence(_ detail: String, place: String?) -> String {
        guard let place, !detail.contains(place) else { return detail }
        return "\(detail) (\(place))"
    }

    private static func findingText(_ finding: JSONValue) -> String {
        let pointer = finding["pointer"]?.string ?? ""
        let hint = finding["hint"]?.string.map { " (\($0))" } ?? ""
        let place = pointer.isEmpty ? "" : "\(pointer): "
        return "\(finding["severity"]?.string ?? "") \(place)\(finding["message"]?.string ?? "")\(hint)"
    }
}

extension ShownEntry.Severity {
    fileprivate init(outcome: Outcome) {
        switch outcome {
        case .ok: self = .good
        case .notFound, .refused: self = .odd
        default: self = .bad
        }
    }

    fileprivate init(kind: HostEvent.Kind) {
        switch kind {
        case .loaded, .call: self = .good
        case .removed, .warning: self = .odd
        case .loadFailed, .workerEnded, .paused, .error: self = .bad
        }
    }
}

extension HostEvent.Kind {
    fileprivate var words: String {
        switch self {
        case .loaded: "loaded"
        case .loadFailed: "does not load"
        case .removed: "removed"
        case .workerEnded: "worker ended"
        case .paused: "paused"
        case .call: "call"
        case .warning: "warning"
        case .error: "error"
        }
    }
}

extension TurnRecord {
    /// What went wrong and where, or the beginning of the reply.
    fileprivate var shownText: String {
        guard let detail else { return replyText(limit: 1_000) }
        return ShownEntry.sentence(detail, place: place)
    }
}
