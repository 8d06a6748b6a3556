package import JSONText

/// Why bytes are not a patch of state, or why a patch does not fit a document.
package enum StatePatchError: Error, Equatable, CustomStringConvertible {
    /// The bytes are not JSON.
    case notJSON(JSONSyntaxError)
    /// The JSON is not a list; what it is, such as "an object".
    case notAList(found: String)
    /// The operation at `index`, which counts from 0, is none or cannot be made.
    case operation(index: Int, reason: Reason)

    package enum Reason: Error, Equatable {
        case notAnObject(found: String)
        case missingMember(String)
        case memberNotText(String, found: String)
        /// The member has to be a whole number of milliseconds, or null.
        case memberNotATime(String, found: String)
        /// The member is no time of ``StatePatch/times``.
        case timeOutOfRange(String, found: Int)
        case unknownOperation(String)
        case badPath(JSONPointerError)
        /// There is nothing at the place, or at the place on the way, that the operation needs.
        case nothingThere(JSONPointer)
        /// The value at the place has to be an array or an object.
        case notAContainer(JSONPointer, found: String)
        /// The last token of the place enters an array and is not an index.
        case notAnIndex(JSONPointer)
        /// The document would have more than `limit` arrays and objects inside one another.
        case tooDeep(limit: Int)
        case cannotRemoveAll
        case cannotExpireAll
        /// The state would be something else than an object; what it would be, such as "a number".
        case leavesNoObject(found: String)
    }

    package var description: String {
        switch self {
        case .notJSON(let error): "a patch of state has to be JSON: \(error)"
        case .notAList(let found): "a patch of state has to be a list of operations, not \(found)"
        case .operation(let index, let reason): "operation \(index) of the patch \(reason.sentence)"
        }
    }
}

extension StatePatchError.Reason {
    /// What is wrong, as the rest of a sentence that begins with the operation.
    var sentence: String {
        switch self {
        case .notAnObject(let found): "has to be an object with \"op\" and \"path\", not \(found)"
        case .missingMember(let key): "has no \"\(key)\""
        case .memberNotText(let key, let found): "has to have a string as \"\(key)\", not \(found)"
        case .memberNotATime(let key, let found):
            "has to have a whole number of milliseconds, or null, as \"\(key)\", not \(found)"
        case .timeOutOfRange(let key, let found):
            "has to have a time from \(StatePatch.times.lowerBound) to \(StatePatch.times.upperBound) as \"\(key)\", not \(found)"
        case .unknownOperation(let name):
            "is \"\(name)\", and only \"add\", \"replace\", \"remove\" and \"expire\" exist"
        case .badPath(let error): "has a bad path: \(error)"
        case .nothingThere(let place): "needs something at \"\(place)\", where nothing is"
        case .notAContainer(let place, let found): "needs an array or an object at \"\(place)\", not \(found)"
        case .notAnIndex(let place): "needs an index of an array as the end of \"\(place)\""
        case .tooDeep(let limit): "nests arrays and objects deeper than \(limit)"
        case .cannotRemoveAll: "removes the whole state, which can only be replaced"
        case .cannotExpireAll: "has the whole state expire, which can only be replaced"
        case .leavesNoObject(let found): "makes the state \(found), and it has to be an object"
        }
    }
}
