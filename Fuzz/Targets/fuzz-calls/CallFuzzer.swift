import CallTrial
import FuzzSupport

/// The choices of a random scenario and of random events.
///
/// No call is without an end, none enters more operations than it may, and an engine only ever waits for what it asked for.
@_cdecl("LLVMFuzzerTestOneInput")
package func testCalls(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    var trial = CallTrial(ByteGenerator(FuzzInput(start, count)))
    let faults = trial.run(noise: 200)
    hold(faults.isEmpty, faults.joined(separator: "\n"))
    return 0
}
