extension LoadOrder {
    package func encode(into encoder: inout FrameEncoder) {
        encoder.begin(HostFrameKind.load)
        let (tag, paths): (UInt8, [String]) =
            switch layout {
            case .files(let paths): (0, paths)
            case .main(let path): (1, [path])
            }
        encoder.integer(tag)
        encoder.integer(UInt32(truncatingIfNeeded: paths.count))
        for path in paths { encoder.field(path) }
        encoder.integer(UInt32(truncatingIfNeeded: modules.count))
        for module in modules {
            encoder.field(module.path)
            encoder.integer(module.kind.rawValue)
            encoder.field(module.code)
        }
        encoder.integer(stateRules.rawValue)
        encoder.integer(stateByteCount)
        encoder.field(patches)
        encoder.field(config)
        encoder.integer(loadBudgetMicroseconds)
        encoder.integer(logLimit)
        encoder.integer(replyLimit)
        encoder.integer(stateLimit)
        encoder.integer(patchLimit)
        encoder.end()
    }

    /// Reads the body of a load frame.
    package init(decoding body: UnsafeRawBufferPointer) throws(FrameError) {
        var decoder = FrameDecoder(body)
        let tag = try decoder.integer(UInt8.self)
        var paths: [String] = []
        for _ in 0..<(try decoder.integer(UInt32.self)) { paths.append(try decoder.text()) }
        switch (tag, paths.first) {
        case (0, _): layout = .files(paths)
        case (1, .some(let path)): layout = .main(path)
        default: throw .unknownCase(type: "layout", value: tag)
        }
        modules = []
        for _ in 0..<(try decoder.integer(UInt32.self)) {
            let path = try decoder.text()
            let kind: Module.Kind = try decoder.rawCase()
            modules.append(Module(path: path, kind: kind, code: Array(try decoder.field())))
        }
        stateRules = try decoder.rawCase()
        stateByteCount = try decoder.integer()
        patches = Array(try decoder.field())
        config = Array(try decoder.field())
        loadBudgetMicroseconds = try decoder.integer()
        logLimit = try decoder.integer()
        replyLimit = try decoder.integer()
        stateLimit = try decoder.integer()
        patchLimit = try decoder.integer()
        try decoder.finish()
    }
}

extension FrameDecoder {
    /// Reads one byte as a case of an enum.
    mutating func rawCase<Case: RawRepresentable<UInt8>>(_: Case.Type = Case.self) throws(FrameError) -> Case {
        let value = try integer(UInt8.self)
        guard let result = Case(rawValue: value) else { throw .unknownCase(type: "\(Case.self)", value: value) }
        return result
    }
}
