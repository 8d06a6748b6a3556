import JSONText
import WorkerProtocol

extension Bundle {
    /// Leads the places that the engine names back to what the author wrote, and leaves out those that are in no file of the
    /// bundle: in the runtime itself, or invented by a script.
    func authored(_ frames: [ScriptFailure.Frame]) -> [ScriptFailure.Frame] {
        frames.compactMap { frame in
            guard modules.contains(where: { $0.path == frame.file }) else { return nil }
            // Without a column, the first place of the line is meant.
            let column = max(Int(frame.column), 1)
            guard let original = sourceMaps[frame.file]?.original(line: Int(frame.line), column: column) else { return frame }
            return ScriptFailure.Frame(
                function: frame.function, file: original.file, line: UInt32(clamping: original.line),
                column: frame.column == 0 ? 0 : UInt32(clamping: original.column))
        }
    }

    /// The longest frame that a worker with this bundle has to send, in bytes.
    var longestReport: Int {
        let limits = settings.limits
        return min(Frame.maximumLength, limits.reply + limits.patch + limits.log + 2 * ReportLimits.routes)
    }

    /// What becomes of values that JSON cannot hold.
    var stateRules: StateRules { settings.state ?? (routeStyle == .getsandbox ? .json : .strict) }

    /// The order that makes a worker load this bundle, once it has been sent the state's document.
    func loadOrder(state: StateTexts) -> LoadOrder {
        let layout: LoadOrder.Layout =
            switch self.layout {
            case .files(let routes): .files(routes.map(\.path))
            case .single(let path): .files([path])
            case .main(let entry): .main(entry)
            }
        return LoadOrder(
            layout: layout,
            modules: modules.map { LoadOrder.Module(path: $0.path, kind: $0.kind.wire, code: $0.code) },
            stateRules: stateRules == .json ? .json : .strict,
            stateByteCount: UInt64(state.document.count),
            patches: state.patches,
            config: JSONValue.object(settings.config).bytes(),
            loadBudgetMicroseconds: UInt64(settings.limits.load.microseconds),
            logLimit: UInt32(clamping: settings.limits.log),
            replyLimit: UInt32(clamping: settings.limits.reply),
            stateLimit: UInt64(clamping: settings.limits.state), patchLimit: UInt32(clamping: settings.limits.patch))
    }
}

extension ModuleSource.Kind {
    fileprivate var wire: LoadOrder.Module.Kind {
        switch self {
        case .commonJS: .commonJS
        case .script: .script
        case .json: .json
        case .text: .text
        }
    }
}
