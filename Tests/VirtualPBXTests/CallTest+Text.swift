@testable import VirtualPBX

extension CallTest {
    /// Reads a test from text.
    init(_ text: String) throws { try self.init(parsing: Array(text.utf8), file: "shop/calls/first.yaml") }

    /// Reads a test that has these steps.
    init(steps: String, answers: String = "{}") throws {
        let lines = steps.split(separator: "\n").map { "  - \($0)\n" }.joined()
        try self.init("from: \"74952345678\"\nanswers: \(answers)\nsteps:\n\(lines)")
    }
}
