extension ReplySlip.Kind {
    var code: Finding.Code {
        switch self {
        case .function: .function
        case .promise: .promise
        case .nan: .notANumber
        case .infinity: .infinity
        case .undefined: .undefined
        case .bigint: .bigInt
        case .symbol: .symbol
        case .cycle: .cycle
        case .map: .map
        case .set: .set
        case .date: .date
        case .regexp: .regExp
        case .error: .errorObject
        }
    }

    /// The value in words, for `must be a string, not …`.
    var name: String {
        switch self {
        case .function: "a function"
        case .promise: "a promise"
        case .nan: "NaN"
        case .infinity: "Infinity"
        case .undefined: "undefined"
        case .bigint: "a BigInt"
        case .symbol: "a symbol"
        case .cycle: "something that contains itself"
        case .map: "a Map"
        case .set: "a Set"
        case .date: "a Date"
        case .regexp: "a regular expression"
        case .error: "an Error"
        }
    }

    /// What the author most likely forgot.
    var hint: String {
        switch self {
        case .function: "call it: did you forget ()?"
        case .promise: "await it"
        case .nan: "check the calculation: a part of it is not a number"
        case .infinity: "check the calculation for a division by zero"
        case .undefined: "check where the value comes from"
        case .bigint: "write Number(x), or String(x) for digits"
        case .symbol: "write a string"
        case .cycle: "return a new object that has only the keys of an instruction"
        case .map: "write Object.fromEntries(map)"
        case .set: "write [...set]"
        case .date: "write a string"
        case .regexp: "write a string"
        case .error: "throw it, or use its message"
        }
    }
}
