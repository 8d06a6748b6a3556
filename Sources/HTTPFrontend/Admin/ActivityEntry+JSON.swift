package import HandlerHost
import Hummingbird
package import JSONText

extension ActivityEntry {
    /// Writes the entry as an object: `number`, `type` (`turn` or `event`), `time` in milliseconds since 1970, and the rest.
    ///
    /// Members that would say nothing are left out. Bodies are texts, with U+FFFD in place of what is not UTF-8.
    package func append(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("number", number)
        switch content {
        case .turn(let record): record.append(to: &writer)
        case .event(let event): event.append(to: &writer)
        }
        writer.endObject()
    }
}

extension TurnRecord {
    fileprivate func append(to writer: inout JSONWriter) {
        writer.member("type", "turn")
        writer.member("time", time)
        writer.member("id", id.description)
        writer.member("sandbox", sandbox)
        writer.member("method", method)
        writer.member("url", url)
        writer.member("route", route)
        writer.member("bundle", bundle.isEmpty ? nil : bundle)
        writer.member("outcome", outcome.rawValue)
        writer.key("fallback")
        writer.bool(isFallback)
        writer.member("status", status)
        writer.member("requestBody", requestBody)
        writer.member("reply", reply)
        for (name, length) in cut.sorted(by: { $0.key < $1.key }) { writer.member(name + "Bytes", length) }
        writer.list("findings", findingDocuments) { $0.value($1) }
        writer.list("log", lines) { writer, line in
            writer.beginObject()
            writer.member("level", line.level)
            writer.member("text", line.text)
            writer.endObject()
        }
        if patch.readableBytes > 0 {
            writer.key("patch")
            writer.raw(patch.readableBytesView)
        }
        if let stateVersion { writer.member("stateVersion", stateVersion) }
        if runs > 1 { writer.member("runs", runs) }
        writer.member("detail", detail)
        writer.member("place", place)
        writer.list("stack", stack) { $0.string($1) }
        writer.list("near", near) { writer, use in
            writer.beginObject()
            writer.member("limit", use.limit)
            writer.member("percent", use.percent)
            writer.member("text", use.description)
            writer.endObject()
        }
        durations.append(to: &writer)
    }
}

extension HostEvent {
    fileprivate func append(to writer: inout JSONWriter) {
        writer.member("type", "event")
        writer.member("time", time)
        writer.member("sandbox", sandbox)
        writer.member("kind", kind.rawValue)
        writer.member("bundle", bundle)
        writer.member("message", message)
    }
}

extension TurnDurations {
    fileprivate func append(to writer: inout JSONWriter) {
        writer.key("microseconds")
        writer.beginObject()
        writer.member("queued", queued.microseconds)
        writer.member("run", run.microseconds)
        writer.member("cpu", cpu.microseconds)
        writer.member("check", check.microseconds)
        writer.member("commit", commit.microseconds)
        writer.member("total", total.microseconds)
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ text: String?) {
        guard let text else { return }
        key(name)
        string(text)
    }

    fileprivate mutating func member(_ name: String, _ number: some BinaryInteger) {
        key(name)
        int(Int(clamping: number))
    }

    fileprivate mutating func member(_ name: String, _ buffer: ByteBuffer) {
        guard buffer.readableBytes > 0 else { return }
        key(name)
        string(utf8: buffer.readableBytesView)
    }

    fileprivate mutating func list<Element>(
        _ name: String, _ elements: [Element], write: (inout JSONWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        key(name)
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }
}
