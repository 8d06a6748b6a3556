import PBXInstructions

extension Scenario {
    /// What is wrong or odd, by place: what no path leads to, what has no backup, what goes round for ever, and what of the
    /// surroundings is not there.
    package func findings(in surroundings: ScenarioSurroundings = ScenarioSurroundings()) -> [ScenarioFinding] {
        let findings =
            unreachable() + rounds()
            + operations.flatMap { operation in
                interactiveFindings(operation) + routeFindings(operation, surroundings) + urlFindings(operation, surroundings)
                    + soundFindings(operation, surroundings)
            }
        return findings.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// The codes that handlers were seen to return and that lead nowhere.
    ///
    /// - Parameter seenCodes: By the name of the operation that asked for them.
    package func findings(seenCodes: [String: Set<Int>]) -> [ScenarioFinding] {
        operations.flatMap { codeFindings($0, seenCodes[$0.name] ?? []) }
    }

    /// The names of the operations that a call can come to.
    var reachable: Set<String> {
        var found: Set<String> = [start.name]
        var left = [start.name]
        while let name = left.popLast() {
            for branch in self[name]?.branches ?? [] where found.insert(branch.link.name).inserted { left.append(branch.link.name) }
        }
        return found
    }

    private func unreachable() -> [ScenarioFinding] {
        let reachable = reachable
        return operations.filter { !reachable.contains($0.name) }.map { operation in
            finding(.warning, operation, "no path from \"\(start.name)\" leads to operation \"\(operation.name)\": link it, or remove it")
        }
    }

    private func interactiveFindings(_ operation: Operation) -> [ScenarioFinding] {
        guard case .interactive(let interactive) = operation.kind else { return [] }
        var findings: [ScenarioFinding] = []
        if interactive.backup == nil {
            findings.append(
                finding(
                    .warning, operation,
                    "operation \"\(operation.name)\" has no backup: when the handler fails or is late, the call just ends"))
        }
        if interactive.input != nil, !interactive.parameters.contains(.input) {
            findings.append(
                finding(
                    .warning, operation,
                    "operation \"\(operation.name)\" asks for digits, and its parameters do not include input_result: the handler will not see them"
                ))
        }
        return findings
    }

    private func routeFindings(_ operation: Operation, _ surroundings: ScenarioSurroundings) -> [ScenarioFinding] {
        guard let look = surroundings.route, case .interactive(let interactive) = operation.kind,
            case .route(let target) = interactive.target
        else { return [] }
        let path = String(target.text.prefix { $0 != "?" })
        switch look(interactive.method.rawValue, path) {
        case .answered: return []
        case .otherMethods(let methods):
            let sentence = "\(path) does not answer \(interactive.method.rawValue)"
            let known = methods.isEmpty ? "" : " (known: \(methods.joined(separator: ", ")))"
            return [finding(.error, operation, "operation \"\(operation.name)\": \(sentence)\(known)")]
        case .missing(let nearest):
            let hint = nearest.map { " (did you mean \"\($0)\"?)" } ?? ""
            return [finding(.error, operation, "operation \"\(operation.name)\": the sandbox has no route \(path)\(hint)")]
        }
    }

    private func urlFindings(_ operation: Operation, _ surroundings: ScenarioSurroundings) -> [ScenarioFinding] {
        guard let allowed = surroundings.urls, case .interactive(let interactive) = operation.kind, case .url(let url) = interactive.target,
            !allowed.allows(url)
        else { return [] }
        let place = url.prefix { $0 != "?" }
        return [
            finding(
                .warning, operation,
                "operation \"\(operation.name)\" asks \(place), which is outside the sandbox and not asked: \(ScenarioURLs.remedy(for: url))"
            )
        ]
    }

    private func soundFindings(_ operation: Operation, _ surroundings: ScenarioSurroundings) -> [ScenarioFinding] {
        guard let sounds = surroundings.sounds else { return [] }
        var seen: Set<String> = []
        return operation.prompts.filter { $0.kind == .media && !sounds.contains($0.content) && seen.insert($0.content).inserted }.map {
            finding(
                .warning, operation, "operation \"\(operation.name)\" plays \($0.content), which is not in the sandbox's folder sounds/")
        }
    }

    private func codeFindings(_ operation: Operation, _ seen: Set<Int>) -> [ScenarioFinding] {
        guard case .interactive(let interactive) = operation.kind else { return [] }
        return seen.subtracting(interactive.codes.map(\.key)).sorted().map { code in
            let consequence = interactive.backup.map { "it goes on with the backup \"\($0.name)\"" } ?? "the call ends there"
            return finding(
                interactive.backup == nil ? .error : .warning, operation,
                "operation \"\(operation.name)\" does not link code \(code), which the handler returned: \(consequence)")
        }
    }

    func finding(_ severity: Severity, _ operation: Operation, _ message: String) -> ScenarioFinding {
        ScenarioFinding(severity, file: file, line: operation.line, column: operation.column, message)
    }
}
