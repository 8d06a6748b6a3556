/// What the check of a reply came to.
package struct InstructionCheck: Sendable, Equatable {
    /// The instruction that the reply is: nil exactly when a finding is an error, except that ``Dialect/none`` has no
    /// instructions at all.
    package let instruction: Instruction?
    /// Everything wrong or odd, in the order of the reply; at most 50 errors and 50 warnings, then one finding that
    /// counts the rest.
    package let findings: [Finding]
    /// What is to be sent in place of the reply, when that has NUL or half of a character in a text.
    package let repaired: [UInt8]?

    package init(instruction: Instruction?, findings: [Finding], repaired: [UInt8]? = nil) {
        self.instruction = instruction
        self.findings = findings
        self.repaired = repaired
    }

    /// Whether the reply may be sent.
    package var isAccepted: Bool {
        !findings.contains { $0.severity == .error }
    }
}
