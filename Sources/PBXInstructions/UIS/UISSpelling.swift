/// Which unknown keys are a known one written wrongly.
///
/// The PBX ignores keys it does not know. A key that is nearly a known one is an error, since its author believes that
/// the PBX acts on it; any other is a warning, since working handlers carry keys of their own.
enum UISSpelling {
    /// The field that `key`, which is no field's name, stands for by mistake, nil when it is far from all of `names`.
    static func field(meantBy key: String, among names: [UISField.Name]) -> UISField? {
        if key.utf8.count <= longest, let meant = fields[key]?.first(where: names.contains) { return UISField.named(meant) }
        return names.first { isNear(key, $0.rawValue) }.map(UISField.named)
    }

    /// The field that resembles `key`, but not enough to tell: two letters differ.
    static func field(resembling key: String, among names: [UISField.Name]) -> UISField? {
        names.first { hasForgivingLength($0.rawValue) && EditDistance.between($0.rawValue, key, limit: 2) == 2 }.map(UISField.named)
    }

    /// The fields that each spelling stands for, in the order of ``UISField/Name``: a reply's keys are looked up in it.
    private static let fields: [String: [UISField.Name]] = {
        var fields: [String: [UISField.Name]] = [:]
        for name in UISField.Name.allCases {
            for spelling in spellings(of: UISField.named(name)) { fields[spelling, default: []].append(name) }
        }
        return fields
    }()

    /// The length of the longest spelling, in bytes: longer keys are not hashed.
    private static let longest = fields.keys.map(\.utf8.count).max() ?? 0

    /// Matches exactly the keys for which ``field(meantBy:among:)`` gives `field`, except that it leaves open which of
    /// two fields a key is near to.
    static func pattern(of field: UISField) -> String {
        let name = field.name.rawValue
        var alternatives = spellings(of: field)
        if hasForgivingLength(name) { alternatives += oneEditPatterns(of: Array(name)) }
        return "^(?!\(name)$)(?:\(alternatives.joined(separator: "|")))$"
    }

    /// A short name is one letter away from too many words: `text` from `test` and `next`.
    private static func hasForgivingLength(_ name: String) -> Bool { name.utf8.count >= 6 }

    private static func isNear(_ key: String, _ name: String) -> Bool {
        hasForgivingLength(name) && EditDistance.between(name, key, limit: 1) == 1
    }

    /// The aliases, as they are and in camel case, and the name in the other ways of writing several words as one.
    private static func spellings(of field: UISField) -> [String] {
        let name = field.name.rawValue
        let words = name.split(separator: "_").map(String.init)
        let variants = [
            camelCase(name), words.map(capitalized).joined(), words.joined(), words.joined(separator: "-"),
            name.uppercased(),
        ]
        var spellings: [String] = []
        for spelling in field.aliases + field.aliases.map(camelCase) + variants
        where spelling != name && !spellings.contains(spelling) {
            spellings.append(spelling)
        }
        return spellings
    }

    private static func camelCase(_ snakeCase: String) -> String {
        let words = snakeCase.split(separator: "_").map(String.init)
        return (words.prefix(1) + words.dropFirst().map(capitalized)).joined()
    }

    private static func capitalized(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }

    /// Any character. What `.` matches differs from one evaluator of schemas to the next.
    private static let any = #"[\s\S]"#

    private static func oneEditPatterns(of name: [Character]) -> [String] {
        func join(_ before: some Sequence<Character>, _ middle: String, _ after: some Sequence<Character>) -> String {
            String(before) + middle + String(after)
        }
        let changedOrLost = name.indices.map { join(name[..<$0], any + "?", name[($0 + 1)...]) }
        let added = (0...name.count).map { join(name[..<$0], any, name[$0...]) }
        let swapped = name.indices.dropLast().map { place in
            join(name[..<place], String([name[place + 1], name[place]]), name[(place + 2)...])
        }
        return changedOrLost + added + swapped.filter { $0 != String(name) }
    }
}
