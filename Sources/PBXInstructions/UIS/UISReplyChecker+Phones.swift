import JSONText

extension UISReplyChecker {
    mutating func checkDestinations(_ value: JSONValue, _ place: JSONPointer) -> [Destination] {
        let field = UISField.named(.phones)
        guard case .array(let elements) = value else {
            reportWrongType(value, place, field, hint: "write \(PhoneText.list(for: value) ?? field.sample)")
            return []
        }
        if elements.isEmpty {
            findings.error(
                .empty, at: place, "must have at least one phone number",
                hint: "to go on without a transfer, return returned_code instead")
        }
        var destinations: [Destination] = []
        var texts: Set<String> = []
        for (index, element) in elements.enumerated() {
            guard let destination = checkDestination(element, index, place) else { continue }
            destinations.append(destination)
            if elements.count > 1, !texts.insert(destination.text).inserted {
                findings.warning(
                    .repeatedPhone, at: place.appending(index), "is in the list already", hint: "write it once")
            }
        }
        return destinations
    }

    private mutating func checkDestination(_ value: JSONValue, _ index: Int, _ list: JSONPointer) -> Destination? {
        if !slips.isEmpty, isReplaced(at: list.appending(index)) { return nil }
        guard case .string(let text) = value else {
            let place = list.appending(index)
            if case .number(let number) = value {
                findings.error(
                    .phoneNotString, at: place, "must be a string of digits, not a number",
                    hint: number.int.map { "write \"\($0)\"" })
            } else {
                findings.error(.wrongType, at: place, "must be a phone number in a string, not \(value.typeName)")
            }
            return nil
        }
        guard let destination = Destination(text) else {
            reportNotAPhone(text, list.appending(index))
            return nil
        }
        if destination.kind == .number, let better = PhoneText.better(text) {
            let place = list.appending(index)
            if text.utf8.first == UInt8(ascii: "+") {
                findings.warning(
                    .internationalPrefix, at: place, "begins with \"+\", which the vendor's examples do not have",
                    hint: "write \"\(better)\"")
            } else {
                findings.warning(
                    .trunkPrefix, at: place, "begins with 8 in place of the country code, if it is a Russian number",
                    hint: "write \"\(better)\"")
            }
        }
        return destination
    }

    private mutating func reportNotAPhone(_ text: String, _ place: JSONPointer) {
        if PlayedMessage.isBlank(text) {
            findings.error(.empty, at: place, "must not be empty")
        } else if Destination.printedNothing.contains(text) {
            findings.error(
                .printedNothing, at: place, "is \"\(text)\", which JavaScript prints where there is no text",
                hint: "check that there is a number before returning it")
        } else if let cleaned = PhoneText.cleaned(text) {
            let isLogin = Destination(cleaned)?.kind == .sipLogin
            findings.error(
                .notAPhone, at: place, "must be \(isLogin ? "the SIP login" : "digits") and nothing else",
                hint: "write \"\(cleaned)\"")
        } else if text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) {
            findings.error(
                .notAPhone, at: place, "must have 2 to 15 digits, not \(text.utf8.count)",
                hint: "write it with the country code, such as \"74951234567\"")
        } else {
            let forms = Destination.Kind.allCases.map(\.summary).joined(separator: ", or ")
            findings.error(.notAPhone, at: place, "must be \(forms)", hint: "such as \"74951234567\"")
        }
    }
}
