internal import CLinux
internal import Glibc

/// A filter of system calls: a program that the kernel runs before each call, and that cannot be taken away.
///
/// The kernel (from 5.11 on) finds out by itself which calls the program allows whatever their arguments are, and does not run
/// it for those any more, so that the order of the rules costs nothing.
struct SystemCallFilter {
    private var instructions: [sock_filter] = []

    /// Offsets in struct seccomp_data.
    private enum Offset {
        static let number: UInt32 = 0
        static let architecture: UInt32 = 4
        static func low(_ argument: Int) -> UInt32 { 16 + 8 * UInt32(argument) }
        static func high(_ argument: Int) -> UInt32 { low(argument) + 4 }
    }

    /// Puts a filter on every thread of the process; false where the kernel does not.
    static func install(_ table: SystemCallTable) -> Bool {
        var filter = SystemCallFilter(table)
        let count = UInt16(filter.instructions.count)
        return filter.instructions.withUnsafeMutableBufferPointer { linux_install_filter(count, $0.baseAddress) } == 0
    }

    private init(_ table: SystemCallTable) {
        load(Offset.architecture)
        // Another architecture, such as that of `int 0x80`, numbers its calls otherwise.
        skipUnlessEqual(linux_native_architecture) { $0.answer(.kill) }
        load(Offset.number)
        instructions.append(jump(BPF_JGE, SystemCallTable.foreignNumbers, then: 0, otherwise: 1))
        answer(.kill)
        for rule in table.rules { append(rule) }
        answer(table.rest)
    }

    private mutating func append(_ rule: SystemCallRule) {
        var body = SystemCallFilter()
        switch rule.ruling {
        case .allow: body.allow()
        case .refuse(let refusal): body.answer(refusal)
        case .allowIf(let checks, let refusal):
            for check in checks { body.append(check, otherwise: refusal) }
            body.allow()
        }
        instructions.append(jump(BPF_JEQ, rule.number, then: 0, otherwise: UInt8(body.instructions.count)))
        instructions += body.instructions
    }

    /// Goes on behind the check if it holds.
    private mutating func append(_ check: SystemCallRule.ArgumentCheck, otherwise refusal: SystemCallRule.Refusal) {
        switch check {
        case .equals(let argument, let value):
            load(Offset.high(argument))
            skipUnlessEqual(UInt32(value >> 32)) { $0.answer(refusal) }
            load(Offset.low(argument))
            skipUnlessEqual(UInt32(truncatingIfNeeded: value)) { $0.answer(refusal) }
        case .hasNone(let argument, let bits):
            load(Offset.low(argument))
            instructions.append(jump(BPF_JSET, bits, then: 0, otherwise: 1))
            answer(refusal)
        case .isOneOf(let argument, let values):
            load(Offset.low(argument))
            for (index, value) in values.enumerated() {
                // Over the comparisons that are left, and over the refusal.
                instructions.append(jump(BPF_JEQ, value, then: UInt8(values.count - index), otherwise: 0))
            }
            answer(refusal)
        }
    }

    private init() {}

    private mutating func load(_ offset: UInt32) {
        instructions.append(sock_filter(code: UInt16(BPF_LD | BPF_W | BPF_ABS), jt: 0, jf: 0, k: offset))
    }

    /// Runs the one instruction of `body` if the loaded word is another one.
    private mutating func skipUnlessEqual(_ value: UInt32, _ body: (inout SystemCallFilter) -> Void) {
        instructions.append(jump(BPF_JEQ, value, then: 1, otherwise: 0))
        body(&self)
    }

    private func jump(_ condition: Int32, _ value: UInt32, then: UInt8, otherwise: UInt8) -> sock_filter {
        sock_filter(code: UInt16(BPF_JMP | condition | BPF_K), jt: then, jf: otherwise, k: value)
    }

    private mutating func allow() { answer(with: UInt32(SECCOMP_RET_ALLOW)) }

    private mutating func answer(_ refusal: SystemCallRule.Refusal) {
        switch refusal {
        case .kill: answer(with: UInt32(SECCOMP_RET_KILL_PROCESS))
        case .error(let number): answer(with: UInt32(SECCOMP_RET_ERRNO) | UInt32(number))
        }
    }

    private mutating func answer(with result: UInt32) {
        instructions.append(sock_filter(code: UInt16(BPF_RET | BPF_K), jt: 0, jf: 0, k: result))
    }
}
