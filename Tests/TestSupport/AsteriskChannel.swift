/// A channel of an Asterisk, as far as a FastAGI server can see one: commands in, lines out.
package struct AsteriskChannel: Sendable {
    /// What the caller types; a key is taken by each command that listens for one.
    package var keys = ""
    /// Whether a prompt is interrupted by a key, or heard to its end.
    package var isImpatient = false
    /// How each `Dial` ends; the last one stays.
    package var dialStatuses = ["NOANSWER"]
    /// Who answers, as `DIALEDPEERNUMBER`.
    package var peer = ""
    /// The command that the caller hangs up in, by its beginning.
    package var hangsUpIn: String?
    /// Whether the employee hangs up first.
    package var employeeHangsUp = true
    /// What was set, by the server or by this channel.
    package var variables: [String: String] = [:]
    package private(set) var commands: [String] = []
    package private(set) var isDead = false

    package init() {}

    /// What Asterisk says before it takes commands.
    package static func environment(_ script: String, caller: String = "74952345678", id: String = "1733000000.1") -> String {
        """
        agi_network: yes
        agi_network_script: \(script)
        agi_request: agi://127.0.0.1/\(script)
        agi_channel: PJSIP/line-00000001
        agi_language: ru
        agi_type: PJSIP
        agi_uniqueid: \(id)
        agi_version: 16.28.0
        agi_callerid: \(caller)
        agi_calleridname: Иван
        agi_dnid: unknown
        agi_context: incoming
        agi_extension: 74951234567
        agi_priority: 2
        agi_accountcode:\u{20}
        agi_threadid: 140000000000000


        """
    }

    /// Carries a command out, and returns the lines that it says.
    package mutating func perform(_ line: String) -> [String] {
        commands.append(line)
        if isDead, !isAllowedOnADeadChannel(line) { return ["511 Command Not Permitted on a dead channel"] }
        if let hangsUpIn, line.hasPrefix(hangsUpIn), !isDead {
            isDead = true
            if line.hasPrefix("EXEC") { variables["DIALSTATUS"] = "CANCEL" }
            return [line.hasPrefix("RECORD") ? "200 result=-1 (hangup) endpos=24000" : "200 result=-1 endpos=800", "HANGUP"]
        }
        let words = AsteriskWords.split(line)
        switch words.prefix(2).joined(separator: " ") {
        case "STREAM FILE":
            if isImpatient, !words[3].isEmpty, let key = takeKey() { return ["200 result=\(key) endpos=4000"] }
            return ["200 result=0 endpos=16000"]
        case "WAIT FOR": return ["200 result=\(takeKey() ?? 0)"]
        case "SET VARIABLE":
            variables[words[2]] = words[3]
            return ["200 result=1"]
        case "GET VARIABLE": return [variables[words[2]].map { "200 result=1 (\($0))" } ?? "200 result=0"]
        case "RECORD FILE": return ["200 result=35 (dtmf) endpos=40000"]
        case "EXEC Dial": return dial()
        default:
            guard line == "HANGUP" || line == "ANSWER" else { return ["510 Invalid or unknown command"] }
            isDead = line == "HANGUP"
            return isDead ? ["200 result=1", "HANGUP"] : ["200 result=0"]
        }
    }

    private mutating func dial() -> [String] {
        let status = dialStatuses.count > 1 ? dialStatuses.removeFirst() : dialStatuses[0]
        variables["DIALSTATUS"] = status
        guard status == "ANSWER" else { return ["200 result=0"] }
        variables["ANSWEREDTIME"] = "42"
        variables["DIALEDPEERNUMBER"] = peer
        isDead = !employeeHangsUp
        return employeeHangsUp ? ["200 result=0"] : ["200 result=-1", "HANGUP"]
    }

    private mutating func takeKey() -> UInt8? { keys.isEmpty ? nil : keys.removeFirst().asciiValue }

    private func isAllowedOnADeadChannel(_ line: String) -> Bool {
        ["SET VARIABLE", "GET VARIABLE", "HANGUP"].contains { line.hasPrefix($0) }
    }
}
