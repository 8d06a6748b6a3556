extension Finding {
    /// What kind of finding it is, for programs; the raw value never changes.
    package enum Code: String, Sendable, CaseIterable {
        // The reply as a whole.
        case nothing
        case notJSON = "not_json"
        case html
        case jsonString = "json_string"
        case emptyObject = "empty_object"
        case nothingToDo = "nothing_to_do"

        // Its keys and values.
        case unknownKey = "unknown_key"
        case tooManyKeys = "too_many_keys"
        case wrongType = "wrong_type"
        case empty
        case exclusive
        case outOfRange = "out_of_range"
        case notAPhone = "not_a_phone"
        case phoneNotString = "phone_not_string"

        // What JSON hides: the raw values of the kinds of slip.
        case function
        case promise
        case notANumber = "not_a_number"
        case infinity
        case undefined
        case bigInt = "bigint"
        case symbol
        case cycle
        case map
        case set
        case date
        case regExp = "regexp"
        case errorObject = "error_object"

        // Accepted but odd.
        case internationalPrefix = "international_prefix"
        case trunkPrefix = "trunk_prefix"
        case repeatedPhone = "repeated_phone"
        case undocumentedCode = "undocumented_code"
        case undocumentedForm = "undocumented_form"
        case overridden
        case nobodyHears = "nobody_hears"
        case notAFileName = "not_a_file_name"
        case printedNothing = "printed_nothing"
        case brokenText = "broken_text"

        // The call request.
        case oddInput = "odd_input"
        case oddNumber = "odd_number"
        case oddDirection = "odd_direction"
        case twoIDs = "two_ids"

        /// More findings than are listed.
        case more
    }
}
