import FuzzSupport
import JSONText
import StateStore

/// A document on the first line, a patch behind it.
///
/// What people write with `test`, `move` and `copy` comes to a patch that can be made, and of two documents the difference makes
/// the one of the other. A patch that is read and written reads back as itself, and applying it agrees with RFC 6902 carried out in the simplest
/// way, up to the first operation that cannot be made.
@_cdecl("LLVMFuzzerTestOneInput")
package func testPatches(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let first = input.line()
    var document = JSONValue.object([:])
    if let parsed = try? JSONValue(parsing: first, depthLimit: StatePatch.depthLimit) { document = parsed }
    comesToAPatch(input.rest, document)
    let patch: StatePatch
    do {
        patch = try StatePatch(parsing: input.rest)
    } catch {
        hold(!error.description.isEmpty, "an error without a sentence")
        return 0
    }
    hold((try? StatePatch(parsing: patch.bytes)) == patch, "the patch does not read back: \(patch)")
    agreesWithReference(patch, document)
    survivesStoring(patch, document)
    return 0
}

private func comesToAPatch(_ text: some Collection<UInt8>, _ document: JSONValue) {
    let changed: JSONValue
    do throws(HandwrittenPatchError) {
        let patch = try HandwrittenPatch(parsing: text)
        changed = try patch.result(on: StateContent(document: document), copying: 1 << 16).document
        if let changes = patch.changes {
            var other = document
            hold((try? changes.apply(to: &other)) != nil && other == changed, "the changes make something else: \(changes)")
        }
    } catch {
        hold(!error.description.isEmpty, "an error without a sentence")
        return
    }
    var made = document
    let difference = StatePatch(from: document, to: changed)
    hold((try? difference.apply(to: &made)) != nil, "the difference cannot be made: \(difference)")
    hold(made == changed, "the difference makes \(made.text) and not \(changed.text)")
    hold(made.text == changed.text, "the difference makes another order: \(made.text), not \(changed.text)")
}

private func agreesWithReference(_ patch: StatePatch, _ document: JSONValue) {
    var changed = document
    var expected = document
    for (index, operation) in patch.operations.enumerated() {
        let before = changed
        let next = ReferencePatch.apply(operation, to: expected)
        do {
            try StatePatch([operation]).apply(to: &changed)
        } catch {
            if case .operation(0, .tooDeep) = error {
                hold(changed == before, "operation \(index) failed and changed the document")
                return
            }
            hold(next == nil, "operation \(index) failed (\(error)) where RFC 6902 makes \(next?.text ?? "")")
            hold(changed == before, "operation \(index) failed and changed the document")
            return
        }
        guard let next else { fail("operation \(index) made \(changed.text) where RFC 6902 has an error") }
        hold(changed == next, "operation \(index) made \(changed.text) and not \(next.text)")
        expected = next
    }
}

/// The document that is put together from a snapshot and the patch is the one that applying the patch makes, and can be
/// stored as a snapshot itself.
private func survivesStoring(_ patch: StatePatch, _ document: JSONValue) {
    var changed = document
    guard (try? patch.apply(to: &changed)) != nil else { return }
    let stored = StoredState(sandbox: "s", version: 2, turn: "t", snapshot: document.bytes(), patches: [patch.bytes])
    hold((try? stored.document()) == changed, "the stored patch makes another document than \(changed.text)")
    let next = StoredState(sandbox: "s", version: 2, turn: "t", snapshot: changed.bytes(), patches: [])
    hold((try? next.document()) == changed, "the document cannot be read back from a snapshot: \(changed.text)")
}
