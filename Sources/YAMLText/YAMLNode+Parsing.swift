import PlainText
import Yams

extension YAMLNode {
    /// The number of bytes a file may have.
    package static let longestFile = 64 << 10

    /// Reads the one document of a YAML file; `nil` when it is empty.
    ///
    /// Anchors and tags are refused: what people write by hand needs neither, and a few lines of anchors can stand for gigabytes.
    ///
    /// - Throws: The first thing that is no YAML, is too long, or is refused.
    package static func parse(_ bytes: [UInt8], file: String) throws(YAMLSlip) -> YAMLNode? {
        let text = try text(of: bytes, file: file)
        try refuseManyAliases(in: text, file: file)
        let parser: Parser
        let root: Node?
        do {
            parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            root = try parser.singleRoot()
        } catch let error as YamlError {
            throw YAMLSlip(file: file, error: error, in: text)
        } catch {
            throw YAMLSlip(file: file, line: 1, column: 1, message: "\(error)")
        }
        // The parser owns the anchors that the nodes only point to.
        defer { withExtendedLifetime(parser) {} }
        guard let root else { return nil }
        return try YAMLNode(root, file: file)
    }

    private init(_ node: Node, file: String) throws(YAMLSlip) {
        line = node.mark?.line ?? 1
        column = node.mark?.column ?? 1
        if let anchor = node.anchor {
            throw YAMLSlip(
                file: file, line: line, column: column,
                message: "anchors (&\(anchor.rawValue)) are not supported: write the value out")
        }
        switch node {
        case .scalar(let scalar):
            content = .scalar(scalar.string, isPlain: scalar.style == .plain)
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence { items.append(try YAMLNode(item, file: file)) }
            content = .sequence(items)
        case .mapping(let mapping):
            var pairs: [(key: YAMLNode, value: YAMLNode)] = []
            for (key, value) in mapping {
                pairs.append((try YAMLNode(key, file: file), try YAMLNode(value, file: file)))
            }
            content = .mapping(pairs)
        case .alias(let alias):
            throw YAMLSlip(
                file: file, line: line, column: column,
                message: "aliases (*\(alias.anchor.rawValue)) are not supported: write the value out")
        }
        let standard: Set<Tag.Name> = [.str, .seq, .map, .implicit, .nonSpecific]
        if !standard.contains(Tag.Name(rawValue: "\(node.tag)")) {
            throw YAMLSlip(
                file: file, line: line, column: column, message: "tags (\(node.tag)) are not supported: leave it out")
        }
    }

    private static func text(of bytes: [UInt8], file: String) throws(YAMLSlip) -> String {
        guard bytes.count <= longestFile else {
            throw YAMLSlip(
                file: file, line: 1, column: 1,
                message: "the file has \(bytes.count) bytes; it may have \(longestFile)")
        }
        do throws(TextEncodingError) {
            return try SourceText.text(of: bytes)
        } catch {
            throw YAMLSlip(file: file, line: error.line, column: error.column, message: "\(error)")
        }
    }

    /// Refuses a text with so many aliases that following them might take long; this has to be known before the parser
    /// compares keys that are made of them.
    private static func refuseManyAliases(in text: String, file: String) throws(YAMLSlip) {
        var line = 1
        var aliases = 0
        var previous = UInt8(ascii: "\n")
        var beforeName = false
        for byte in text.utf8 {
            if beforeName, byte > UInt8(ascii: " ") { aliases += 1 }
            beforeName = byte == UInt8(ascii: "*") && !isPartOfWord(previous)
            if aliases > mostAliases {
                throw YAMLSlip(
                    file: file, line: line, column: 1, message: "aliases (*name) are not supported: write the values out")
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            previous = byte
        }
    }

    /// Enough for texts in which a word happens to begin with a star.
    private static let mostAliases = 8

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        byte > UInt8(ascii: " ") && !"[]{},:?-".utf8.contains(byte)
    }
}

extension YAMLSlip {
    fileprivate init(file: String, error: YamlError, in text: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
            self.init(file: file, line: mark.line, column: mark.column, message: "not YAML: \(problem)\(place)")
        case .reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0)
            let line = before.split(separator: "\n", omittingEmptySubsequences: false)
            self.init(
                file: file, line: max(line.count, 1), column: (line.last?.unicodeScalars.count ?? 0) + 1,
                message: "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            self.init(
                file: file, line: context.mark.line, column: context.mark.column,
                message: "key \"\(keys.first ?? "")\" is given more than once")
        default:
            self.init(file: file, line: 1, column: 1, message: "not YAML: \(error)")
        }
    }
}
