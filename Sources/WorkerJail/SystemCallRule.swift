/// What becomes of one system call.
struct SystemCallRule {
    enum Ruling {
        case allow
        /// Allowed if every check holds.
        case allowIf([ArgumentCheck], otherwise: Refusal)
        case refuse(Refusal)
    }

    enum Refusal: Equatable {
        /// The call fails with this number: libraries try it in all innocence, and can do without.
        case error(Int32)
        /// The process ends: nothing that belongs into a worker makes this call.
        case kill
    }

    /// A condition on one argument, counted from 0.
    enum ArgumentCheck {
        /// All 64 bits are those of a value.
        case equals(Int, UInt64)
        /// None of these bits is set.
        case hasNone(Int, UInt32)
        /// The lower 32 bits, which are all that the kernel looks at, are those of one of the values.
        case isOneOf(Int, [UInt32])
    }

    var number: UInt32
    var ruling: Ruling

    init(_ number: Int32, _ ruling: Ruling) {
        self.number = UInt32(bitPattern: number)
        self.ruling = ruling
    }
}
