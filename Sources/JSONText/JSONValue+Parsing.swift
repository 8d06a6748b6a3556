extension JSONValue {
    /// The deepest nesting that can be asked for: values are walked and released recursively, on any thread's stack.
    package static let deepestLimit = 1024

    /// What becomes of an escaped surrogate without its other half (`"\ud800"`), which a `String` cannot hold.
    package enum LoneSurrogates: Sendable {
        /// It becomes U+FFFD.
        case replaced
        /// It is an error: what is read is to be kept as it is.
        case refused
    }

    /// Reads one JSON value (RFC 8259) from UTF-8 text, in time that grows with its length.
    ///
    /// - Parameters:
    ///   - bytes: The whole text; white space around the value is allowed.
    ///   - depthLimit: How many arrays and objects may be inside one another, at most ``deepestLimit``.
    ///   - goesOn: Asked again and again.
    /// - Throws: ``JSONSyntaxError/givenUp`` when `goesOn` says no, or the first place where the text is not JSON. Stricter than the grammar needs: two members of one
    ///   object with the same key, and a byte order mark at the start, are errors.
    package init(
        parsing bytes: some Collection<UInt8>, depthLimit: Int = 512, surrogates: LoneSurrogates = .replaced,
        while goesOn: @escaping () -> Bool = { true }
    ) throws(JSONSyntaxError) {
        let patience = Patience(while: goesOn)
        let inPlace = bytes.withContiguousStorageIfAvailable { contiguous in
            JSONParser.parse(contiguous, depthLimit: depthLimit, surrogates: surrogates, patience: patience)
        }
        let result =
            inPlace
            ?? Array(bytes).withUnsafeBufferPointer { copied in
                JSONParser.parse(copied, depthLimit: depthLimit, surrogates: surrogates, patience: patience)
            }
        self = try result.get()
    }

    /// Reads one JSON value from `text`, as ``init(parsing:depthLimit:surrogates:while:)`` does from its UTF-8.
    package init(
        parsing text: String, depthLimit: Int = 512, surrogates: LoneSurrogates = .replaced
    ) throws(JSONSyntaxError) {
        var text = text
        let result = text.withUTF8 { bytes in
            JSONParser.parse(bytes, depthLimit: depthLimit, surrogates: surrogates, patience: Patience { true })
        }
        self = try result.get()
    }
}
