import Glibc

/// Ends the run when something that always has to be true is not: the fuzzer keeps the input as a finding.
package func hold(
    _ condition: Bool, _ sentence: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
    guard !condition else { return }
    fail(sentence(), file: file, line: line)
}

/// Ends the run with the reason.
package func fail(_ sentence: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
    let message = "FINDING \(file):\(line): \(sentence)\n"
    _ = message.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    abort()
}

/// Whether the UTF-8 of two texts is the same, where Swift's `==` also takes equivalent ones for equal.
package func haveSameBytes(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
