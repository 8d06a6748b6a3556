import HTTPText
import PlainText
import WorkerProtocol

/// The file of a kept bundle: a line that names the format, a line with the hash of the rest, and the parts, each with its length.
extension KeptBundle {
    private static let format = "ringbox bundle 2\n"
    private static let headLength = format.utf8.count + 33

    /// The bytes of the file.
    func encoded() -> [UInt8] {
        var encoder = FrameEncoder()
        encoder.field(sandbox.text)
        encoder.field(hash.description)
        encoder.field(runtime)
        encoder.field(optional: file.map { Array($0.utf8) })
        encoder.field(optional: settingsText)
        encoder.field(optional: seed)
        encoder.field(optional: routes)
        encoder.integer(UInt32(clamping: modules.count))
        for module in modules {
            encoder.field(module.path)
            encoder.field(module.kind.rawValue)
            encoder.field(module.code)
            let map = sourceMaps[module.path]
            encoder.integer(UInt32(clamping: map?.sources.count ?? 0))
            for source in map?.sources ?? [] { encoder.field(source) }
            encoder.field(optional: map?.mappings)
        }
        var checksum = ContentHash()
        checksum.combine(encoder.bytes)
        return Array(Self.format.utf8) + Array("\(checksum)\n".utf8) + encoder.bytes
    }

    /// Reads the bytes of a file; nil when they are not those that ``encoded()`` made.
    init?(decoding bytes: [UInt8]) {
        guard bytes.count > Self.headLength, bytes.starts(with: Self.format.utf8) else { return nil }
        var checksum = ContentHash()
        checksum.combine(bytes[Self.headLength...])
        guard bytes[Self.format.utf8.count..<Self.headLength].elementsEqual("\(checksum)\n".utf8) else { return nil }
        let kept = bytes[Self.headLength...].withUnsafeBytes { body in
            // Why it cannot be read does not matter: the file is made anew when the sandbox has loaded.
            try? KeptBundle(parts: body)
        }
        guard let kept else { return nil }
        self = kept
    }

    private init(parts body: UnsafeRawBufferPointer) throws(FrameError) {
        var decoder = FrameDecoder(body)
        guard let sandbox = SandboxName(try decoder.text()) else { throw .malformed(field: "the sandbox") }
        self.sandbox = sandbox
        guard let hash = ContentHash(try decoder.text()) else { throw .malformed(field: "the hash") }
        self.hash = hash
        runtime = try decoder.text()
        file = try decoder.optionalField().map { String(decoding: $0, as: UTF8.self) }
        settingsText = try decoder.optionalField()
        seed = try decoder.optionalField()
        routes = try decoder.optionalField()
        modules = []
        sourceMaps = [:]
        for _ in 0..<(try decoder.integer(UInt32.self)) {
            let path = try decoder.text()
            guard let kind = ModuleSource.Kind(rawValue: try decoder.text()) else { throw .malformed(field: "a module") }
            modules.append(ModuleSource(path: path, code: Array(try decoder.field()), kind: kind))
            var sources: [String] = []
            for _ in 0..<(try decoder.integer(UInt32.self)) { sources.append(try decoder.text()) }
            if let mappings = try decoder.optionalField() { sourceMaps[path] = SourceMap(sources: sources, mappings: mappings) }
        }
        try decoder.finish()
    }
}

extension FrameEncoder {
    fileprivate mutating func field(optional content: [UInt8]?) {
        integer(UInt8(content == nil ? 0 : 1))
        if let content { field(content) }
    }
}

extension FrameDecoder {
    fileprivate mutating func optionalField() throws(FrameError) -> [UInt8]? {
        try integer(UInt8.self) == 0 ? nil : Array(try field())
    }
}
