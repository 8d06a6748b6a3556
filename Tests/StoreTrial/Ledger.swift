import JSONText
import StateStore

/// What a workload handed over to a store, and what of that the store has acknowledged.
struct Ledger: Sendable {
    /// The turns that were handed over for each version of each sandbox.
    private(set) var submitted: [String: [Int64: Set<String>]] = [:]
    /// The turns whose commits were acknowledged.
    private(set) var acknowledged: [String: [Int64: String]] = [:]

    /// Notes one line: `submit` or `ack`, and then a sandbox, a version and a turn.
    mutating func read(_ line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard words.count == 4, let version = Int64(words[2]) else { return }
        let sandbox = String(words[1])
        let turn = String(words[3])
        if words[0] == "ack" {
            acknowledged[sandbox, default: [:]][version] = turn
        } else {
            submitted[sandbox, default: [:]][version, default: []].insert(turn)
        }
    }

    static func line(_ word: String, _ commit: StateCommit) -> String {
        "\(word) \(commit.sandbox) \(commit.version) \(commit.turn)"
    }

    /// The patch of a commit: the number of the version, the turns of the last seven, and something of any length.
    static func patch(_ sandbox: String, _ version: Int64, _ turn: String) -> StatePatch {
        let number = JSONValue.number(JSONNumber(Int(version)))
        let filling = JSONValue.string(filling(version))
        guard version > 1 else {
            return .replacingAll(with: ["n": number, "turns": ["1": .string(turn)], "of": .string(sandbox), "filling": filling])
        }
        return StatePatch([
            .replace(JSONPointer(["n"]), number), .add(JSONPointer(["turns", "\(version % 7)"]), .string(turn)),
            .replace(JSONPointer(["filling"]), filling), .expire(JSONPointer(["n"]), at: version),
        ])
    }

    /// Some are longer than a page of the file, and some than two.
    private static func filling(_ version: Int64) -> String {
        String(repeating: "\(version)-", count: version % 5 == 0 ? Int(version * 37 % 2500) : 3)
    }

    /// Checks that `store` has, of every sandbox, a prefix of what was submitted that contains all that was acknowledged.
    ///
    /// - Parameter isComplete: False where only a prefix is promised.
    func verify(_ store: any StateStore, isComplete: Bool = true) async throws {
        for sandbox in try await store.sandboxes() where submitted[sandbox] == nil {
            throw Failure("there is a sandbox \(sandbox) that nobody made")
        }
        for (sandbox, turns) in submitted {
            let newest = try await store.version(of: sandbox)
            let needed = acknowledged[sandbox]?.keys.max() ?? 0
            guard newest >= needed || !isComplete else {
                throw Failure("\(sandbox) ends at \(newest), and \(needed) was acknowledged")
            }
            let rows = try await store.patches(of: sandbox, after: 0)
            guard (rows.last?.version ?? 0) == newest else { throw Failure("the rows of \(sandbox) end before \(newest)") }
            for row in rows {
                guard turns[row.version]?.contains(row.turn) == true else {
                    throw Failure("version \(row.version) of \(sandbox) is by \(row.turn), which is nobody")
                }
                if isComplete, let turn = acknowledged[sandbox]?[row.version], turn != row.turn {
                    throw Failure("version \(row.version) of \(sandbox) is by \(row.turn), and \(turn) was acknowledged")
                }
                guard row.patch == Ledger.patch(sandbox, row.version, row.turn).bytes else {
                    throw Failure("version \(row.version) of \(sandbox) has another patch")
                }
            }
            for version in Set([rows.first?.version ?? 0, newest]) where version > 0 {
                try await verify(sandbox, at: version, rows: rows, in: store)
            }
        }
    }

    private func verify(_ sandbox: String, at version: Int64, rows: [StoredPatch], in store: any StateStore) async throws {
        let content = try await store.load(sandbox, at: version).content()
        guard content.document["n"]?.int == Int(version), content.document["of"]?.string == sandbox,
            content.document["filling"]?.string == Ledger.filling(version)
        else { throw Failure("\(sandbox) is another one at version \(version)") }
        guard content.expiry[JSONPointer(["n"])] == (version > 1 ? version : nil) else {
            throw Failure("\(sandbox) expires at another time at version \(version)")
        }
        for row in rows.suffix(7) where row.version <= version && version == rows.last?.version {
            guard content.document["turns"]?["\(row.version % 7)"]?.string == row.turn else {
                throw Failure("\(sandbox) has not the turn of version \(row.version) at \(version)")
            }
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }
}
