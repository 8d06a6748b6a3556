import JSONText

/// Turns the bytes of a reply into an instruction, or into the reasons why they are none.
struct UISReplyChecker {
    let slips: [ReplySlip]
    /// The places where the text has something else than the handler returned, so that only the slip is worth a word.
    private let replaced: Set<JSONPointer>
    var findings = FindingList()
    /// The known keys that the reply has, in its order.
    var present: [UISField.Name] = []
    private var destinations: [Destination] = []
    private var code: ReturnedCode?
    private var messages: [(name: UISField.Name, message: PlayedMessage)] = []

    /// Checks a reply after texts that a PBX cannot take have been repaired.
    static func checkRepaired(_ bytes: some Collection<UInt8>, slips: [ReplySlip]) -> InstructionCheck {
        let inPlace = bytes.withContiguousStorageIfAvailable { ReplyRepair($0) }
        guard let repair = inPlace ?? Array(bytes).withUnsafeBufferPointer({ ReplyRepair($0) }) else {
            return check(bytes, slips: slips)
        }
        let result = check(repair.reply, slips: slips, repaired: repair.places)
        return InstructionCheck(instruction: result.instruction, findings: result.findings, repaired: repair.reply)
    }

    private static func check(
        _ bytes: some Collection<UInt8>, slips: [ReplySlip], repaired: [JSONPointer] = []
    ) -> InstructionCheck {
        var checker = UISReplyChecker(slips: slips)
        for place in repaired {
            checker.findings.warning(
                .brokenText, at: place, "has NUL or half of a character in it, which is sent as U+FFFD",
                hint: "cut a text by its characters, as in [...text].slice(0, 20).join(\"\")")
        }
        let instruction = checker.instruction(in: bytes)
        return InstructionCheck(instruction: instruction, findings: checker.findings.all)
    }

    private init(slips: [ReplySlip]) {
        self.slips = slips
        replaced = Set(slips.filter { !UISReplyChecker.isSentAsText($0) }.map(\.pointer))
    }

    private mutating func instruction(in bytes: some Collection<UInt8>) -> Instruction? {
        if let slip = slips.first(where: { $0.pointer == .root }) {
            reportWhole(slip)
            return nil
        }
        let reply: JSONValue
        do {
            reply = try JSONValue(parsing: bytes)
        } catch {
            reportNotJSON(error, startsWith: bytes.first { $0 > 0x20 })
            return nil
        }
        guard case .object(let object) = reply else {
            reportNotAnObject(reply)
            return nil
        }
        guard hasCheckableKeys(object, at: .root) else { return nil }
        for (key, value) in object {
            if let name = UISField.Name(rawValue: key) {
                present.append(name)
                check(value, of: name)
            } else {
                reportUnknown(key, in: .root, among: UISField.Name.allCases)
            }
        }
        checkCombinations()
        reportSlips(in: object)
        guard !findings.hasErrors else { return nil }
        let instruction = build()
        if instruction == nil { reportNothingToDo(isEmpty: object.isEmpty) }
        return instruction
    }

    private mutating func check(_ value: JSONValue, of name: UISField.Name) {
        let place = JSONPointer([name.rawValue])
        guard !isReplaced(at: place) else { return }
        let field = UISField.named(name)
        switch field.shape {
        case .destinations: destinations = checkDestinations(value, place)
        case .returnedCode: code = checkCode(value, place, field)
        case .text, .fileName:
            if let message = checkMessage(value, place, field) { messages.append((name, message)) }
        case .employeeMessage:
            if let message = checkEmployeeMessage(value, place, field) { messages.append((name, message)) }
        }
    }

    func isReplaced(at place: JSONPointer) -> Bool {
        !replaced.isEmpty && replaced.contains(place)
    }

    private mutating func checkCombinations() {
        for exclusion in UISRules.exclusions
        where present.contains(exclusion.first) && present.contains(exclusion.second) {
            findings.error(
                .exclusive, at: JSONPointer([exclusion.second.rawValue]),
                "cannot be together with \(exclusion.first.rawValue)", hint: exclusion.hint)
        }
        let forEmployee = UISRules.employeeMessages.filter(present.contains)
        guard let used = forEmployee.first else { return }
        for name in forEmployee.dropFirst() {
            findings.warning(
                .overridden, at: JSONPointer([name.rawValue]), "is not used beside \(used.rawValue)",
                hint: "keep one of them")
        }
        if present.contains(where: UISRules.actions.contains), !present.contains(where: UISRules.reachEmployees.contains) {
            findings.warning(
                .nobodyHears, at: JSONPointer([used.rawValue]), "is for an employee, but none is called",
                hint: "add phones to connect the caller")
        }
    }

    private func build() -> Instruction? {
        let message = messages.first { $0.name == .text || $0.name == .messageName }?.message
        let employee = UISRules.employeeMessages.lazy.compactMap { name in messages.first { $0.name == name } }
        let operatorMessage = employee.first?.message
        if let list = DestinationList(destinations) {
            return .transfer(list, message: message, operatorMessage: operatorMessage)
        }
        if let code { return .jump(code, message: message, operatorMessage: operatorMessage) }
        return message.map(Instruction.say)
    }
}
