import FuzzSupport
import JSONText
import PBXInstructions

/// On the first line what JSON hid, as `kind pointer` with commas between them; behind it the reply.
///
/// There is an instruction exactly when nothing is wrong, only what is JSON is accepted, the findings point into the
/// reply, and the schema accepts the same replies. JSON that is read and written reads back as itself.
@_cdecl("LLVMFuzzerTestOneInput")
package func testInstructions(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let slips = slips(from: input.text())
    let reply = input.rest
    let value = json(reply)

    let check = Dialect.uis.check(reply: reply)
    hold(check.isAccepted == (check.instruction != nil), "accepted: \(check.isAccepted), and \(check)")
    hold(!check.isAccepted || value?.object != nil, "accepted, and no JSON object")
    if let value, let schema = Dialect.uis.jsonSchema {
        do {
            let accepts = try evaluator.accepts(value, by: schema)
            hold(accepts == check.isAccepted, "the schema says \(accepts) and the check \(check)")
        } catch {
            fail("the schema cannot be evaluated: \(error)")
        }
    }
    for finding in check.findings {
        describe(finding)
        let isInside = value.map { $0[finding.pointer] != nil || $0[JSONPointer(Array(finding.pointer.tokens.dropLast()))] != nil }
        hold(isInside ?? finding.pointer.tokens.isEmpty, "the finding \(finding) points out of the reply")
    }

    let checkWithSlips = Dialect.uis.check(reply: reply, slips: slips)
    hold(checkWithSlips.isAccepted == (checkWithSlips.instruction != nil), "with slips: \(checkWithSlips)")
    checkWithSlips.findings.forEach(describe)
    return 0
}

nonisolated(unsafe) private let evaluator = SchemaEvaluator()

private func json(_ bytes: [UInt8]) -> JSONValue? {
    let value: JSONValue
    do {
        value = try JSONValue(parsing: bytes)
    } catch {
        hold((0...bytes.count).contains(error.offset), "the error \(error) is at \(error.offset) of \(bytes.count)")
        hold(error.line >= 1 && error.column >= 1, "the error \(error) is at \(error.line):\(error.column)")
        return nil
    }
    for isPretty in [false, true] {
        let written = value.bytes(pretty: isPretty)
        do {
            let again = try JSONValue(parsing: written)
            hold(again == value, "reads back as \(again.text) and was \(value.text)")
            hold(again.bytes(pretty: isPretty) == written, "is written in another way the second time: \(again.text)")
        } catch {
            fail("what was written is no JSON: \(error)")
        }
    }
    return value
}

private func describe(_ finding: Finding) {
    let pointer = finding.pointer
    hold((try? JSONPointer(parsing: pointer.description)) == pointer, "the pointer \(pointer) does not read back")
    hold(!finding.message.isEmpty && !finding.description.contains("\n"), "\(finding) is no sentence on one line")
    hold((try? JSONValue(parsing: finding.json.bytes())) == finding.json, "the finding is no JSON: \(finding)")
}

private func slips(from line: String) -> [ReplySlip] {
    line.split(separator: ",").compactMap { entry in
        let parts = entry.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard let kind = ReplySlip.Kind(rawValue: String(parts[0])),
            let pointer = try? JSONPointer(parsing: parts.count > 1 ? String(parts[1]) : "")
        else { return nil }
        return ReplySlip(kind, at: pointer)
    }
}
