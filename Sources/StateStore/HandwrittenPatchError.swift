package import JSONText

/// Why a patch that somebody wrote cannot be made; nothing is changed then.
package enum HandwrittenPatchError: Error, Equatable, CustomStringConvertible {
    case notJSON(JSONSyntaxError)
    /// The JSON is not a list; what it is, such as "an object".
    case notAList(found: String)
    /// The list has more operations than a patch may have.
    case tooManyOperations(Int, limit: Int)
    /// Nobody waits for it any longer.
    case abandoned
    /// The operation at `index`, which counts from 0, is none, cannot be made, or is a test that fails.
    case operation(index: Int, reason: Reason)

    package enum Reason: Error, Equatable {
        case change(StatePatchError.Reason)
        case unknownOperation(String)
        /// A test that fails; nil where nothing is.
        case testFailed(JSONPointer, expected: JSONValue, found: JSONValue?)
        case movedIntoItself(JSONPointer, to: JSONPointer)
        /// The copies have more than so many bytes.
        case copiesTooMuch(limit: Int)
        /// The operations shift more than so many elements of arrays.
        case tooMuchWork(limit: Int)
    }

    /// Whether the patch asks for more than one may.
    package var isTooLarge: Bool {
        switch self {
        case .tooManyOperations, .operation(_, .tooMuchWork): true
        case .notJSON, .notAList, .abandoned, .operation: false
        }
    }

    /// Whether the patch is one, and only does not fit what the state is.
    package var isAboutTheState: Bool {
        guard case .operation(_, let reason) = self else { return false }
        return switch reason {
        case .testFailed, .copiesTooMuch, .change(.nothingThere), .change(.notAContainer), .change(.notAnIndex): true
        case .change, .unknownOperation, .movedIntoItself, .tooMuchWork: false
        }
    }

    package var description: String {
        switch self {
        case .notJSON(let error): "a patch has to be JSON: \(error)"
        case .notAList(let found): "a patch has to be a list of operations (RFC 6902), not \(found)"
        case .tooManyOperations(let count, let limit):
            "the patch has \(count) operations and may have \(limit): put the whole value, or send several patches; nothing was changed"
        case .abandoned: "the patch took too long, or the host is stopping; nothing was changed"
        case .operation(let index, let reason): "operation \(index) of the patch \(reason.sentence); nothing was changed"
        }
    }
}

extension HandwrittenPatchError.Reason {
    /// The most bytes that are shown of a value.
    private static let shownLength = 200

    fileprivate var sentence: String {
        switch self {
        case .change(let reason): reason.sentence
        case .unknownOperation(let name):
            "is \"\(name)\", and only \"add\", \"replace\", \"remove\", \"test\", \"move\", \"copy\" and \"expire\" exist"
        case .testFailed(let path, let expected, nil):
            "expects \(Self.shown(expected)) at \"\(path)\", where nothing is"
        case .testFailed(let path, let expected, let found?):
            "expects \(Self.shown(expected)) at \"\(path)\", where \(Self.shown(found)) is"
        case .copiesTooMuch(let limit): "copies more than the \(limit) bytes that the state may have"
        case .tooMuchWork(let limit):
            "shifts more than \(limit) elements of arrays, together with those before it: put the whole array, or send several patches"
        case .movedIntoItself(let from, let path): "moves \"\(from)\" into itself, to \"\(path)\""
        }
    }

    private static func shown(_ value: JSONValue) -> String {
        let text = value.text
        guard text.utf8.count > shownLength else { return text }
        return "\(value.typeName) of \(text.utf8.count) bytes that begins \(text.prefix(60))…"
    }
}
