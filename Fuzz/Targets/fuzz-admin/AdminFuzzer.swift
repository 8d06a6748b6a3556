import FuzzSupport

/// Lines: a number of requests to the admin port, each a method, a target, headers, and a body.
///
/// Whatever is asked, there is an answer that HTTP can carry; what calls itself JSON is JSON; and behind it the sandbox's state is an
/// object that can be read, and its version is no older than before.
@_cdecl("LLVMFuzzerTestOneInput")
package func testAdmin(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    var requests: [AdminRequest] = []
    while !input.isEmpty, requests.count < 8 { requests.append(AdminRequest(&input)) }
    AdminDesk.shared.ask(requests)
    return 0
}
