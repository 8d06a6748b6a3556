/// Reads one JSON document from bytes that stay in place while it runs.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0
    private let depthLimit: Int
    let surrogates: JSONValue.LoneSurrogates
    private var patience: Patience

    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int, surrogates: JSONValue.LoneSurrogates, patience: Patience
    ) -> Result<JSONValue, JSONSyntaxError> {
        let depthLimit = min(depthLimit, JSONValue.deepestLimit)
        var parser = JSONParser(bytes: bytes, depthLimit: depthLimit, surrogates: surrogates, patience: patience)
        return Result { () throws(JSONSyntaxError) in try parser.document() }
    }

    private init(
        bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int, surrogates: JSONValue.LoneSurrogates, patience: Patience
    ) {
        self.bytes = bytes
        self.patience = patience
        self.surrogates = surrogates
        self.depthLimit = depthLimit
    }

    private mutating func document() throws(JSONSyntaxError) -> JSONValue {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { throw failure(.byteOrderMark, at: 0) }
        skipSpace()
        if index == bytes.count { throw failure(.empty, at: index) }
        let value = try value(depth: 0, expected: .value)
        skipSpace()
        if index < bytes.count { throw failure(.trailingContent, at: index) }
        return value
    }

    private mutating func value(
        depth: Int, expected: JSONSyntaxError.Expectation
    ) throws(JSONSyntaxError) -> JSONValue {
        guard index < bytes.count else { throw failure(.unexpectedEnd(expected: expected), at: index) }
        guard patience.lasts() else { throw .givenUp }
        switch bytes[index] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return try word()
        default: throw unexpected(expected: expected)
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONObject {
        guard depth < depthLimit else { throw failure(.tooDeep(limit: depthLimit), at: index) }
        var object = JSONObject()
        index += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return object }
        while true {
            let keyOffset = index
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                throw missingKey(isFirst: object.isEmpty)
            }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected(expected: .colon) }
            skipSpace()
            let value = try value(depth: depth + 1, expected: .value)
            guard object.insert(key, value) else { throw failure(.duplicateKey(key), at: keyOffset) }
            skipSpace()
            if take(UInt8(ascii: "}")) { return object }
            guard take(UInt8(ascii: ",")) else { throw unexpected(expected: .commaOrObjectEnd) }
            skipSpace()
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
        guard depth < depthLimit else { throw failure(.tooDeep(limit: depthLimit), at: index) }
        var elements: [JSONValue] = []
        index += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            if !elements.isEmpty, index < bytes.count, bytes[index] == UInt8(ascii: "]") {
                throw failure(.trailingComma, at: index)
            }
            elements.append(try value(depth: depth + 1, expected: elements.isEmpty ? .valueOrEnd : .value))
            skipSpace()
            if take(UInt8(ascii: "]")) { return elements }
            guard take(UInt8(ascii: ",")) else { throw unexpected(expected: .commaOrArrayEnd) }
            skipSpace()
        }
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONNumber {
        switch JSONNumber.scan(bytes, from: index) {
        case .broken: throw failure(.invalidNumber, at: index)
        case .number(let end):
            let literal = String(decoding: UnsafeBufferPointer(rebasing: bytes[index..<end]), as: UTF8.self)
            index = end
            return JSONNumber(scanned: literal)
        }
    }

    private mutating func word() throws(JSONSyntaxError) -> JSONValue {
        let start = index
        var end = index
        while end < bytes.count, JSONParser.isWordByte(bytes[end]) { end += 1 }
        let word = bytes[start..<end]
        index = end
        if word.elementsEqual("true".utf8) { return .bool(true) }
        if word.elementsEqual("false".utf8) { return .bool(false) }
        if word.elementsEqual("null".utf8) { return .null }
        // Enough of it to recognise, whatever its length.
        let shown = String(decoding: word.prefix(32), as: UTF8.self)
        throw failure(.unknownWord(word.count > 32 ? shown + "…" : shown), at: start)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
    }
}

extension JSONParser {
    mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0a, 0x0d, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    func failure(_ reason: JSONSyntaxError.Reason, at offset: Int) -> JSONSyntaxError {
        JSONSyntaxError(reason, at: offset, in: bytes)
    }

    private func missingKey(isFirst: Bool) -> JSONSyntaxError {
        if !isFirst, index < bytes.count, bytes[index] == UInt8(ascii: "}") {
            return failure(.trailingComma, at: index)
        }
        return unexpected(expected: isFirst ? .keyOrEnd : .key)
    }

    /// The error for whatever stands at ``index`` in place of `expected`.
    private func unexpected(expected: JSONSyntaxError.Expectation) -> JSONSyntaxError {
        guard index < bytes.count else { return failure(.unexpectedEnd(expected: expected), at: index) }
        var decoder = UTF8()
        var rest = bytes[index...].makeIterator()
        guard case .scalarValue(let found) = decoder.decode(&rest) else { return failure(.invalidUTF8, at: index) }
        return failure(.unexpectedCharacter(found, expected: expected), at: index)
    }
}
