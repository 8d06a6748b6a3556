import Dispatch
import FuzzSupport
import JSONText
import StateStore

/// A line for each row of a journal, as a store hands it to a host that starts: see ``Journal``. What is behind an empty line is an
/// archive.
///
/// The document and the host's outline of it can be read, or neither; they say the same. What replaces all heals, what is cut off is
/// what could not be read, and what is exported can be imported.
@_cdecl("LLVMFuzzerTestOneInput")
package func testJournals(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    let input = FuzzInput(start, count)
    let done = DispatchSemaphore(value: 0)
    Task {
        await testJournal(input)
        done.signal()
    }
    done.wait()
    return 0
}

private func testJournal(_ input: FuzzInput) async {
    var input = input
    let journal = Journal()
    await journal.fill(from: &input)
    readArchive(input.rest)
    await journal.isReadAlike()
    await journal.isLookedAt()
    await journal.isHealed()
    await journal.isCut()
}

/// A file that is taken is taken again when it is written anew.
private func readArchive(_ bytes: [UInt8]) {
    do {
        let archive = try StateArchive(parsing: bytes)
        hold((try? StateArchive(parsing: archive.bytes))?.content == archive.content, "the archive does not read back")
        hold(archive.content.document.object != nil, "the archive's state is no object")
    } catch {
        hold(!error.description.isEmpty, "an error without a sentence")
    }
}
