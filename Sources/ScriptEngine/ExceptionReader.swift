internal import CJavaScriptCore

/// Copies what a script threw out of the engine.
///
/// A script may throw anything: `null`, a frozen object without a prototype, a proxy, an object whose getters throw or never
/// end. Each read stands alone; one that fails leaves its field empty.
struct ExceptionReader {
    let context: JSContextRef
    /// The realm's `String`, for symbols.
    let string: JSObjectRef?

    func read(_ thrown: JSValueRef) -> ScriptException {
        guard JSValueIsObject(context, thrown) else {
            return ScriptException(name: "", message: primitiveText(thrown), thrownType: typeName(thrown))
        }
        let name = text("name", of: thrown)
        let message = text("message", of: thrown)
        let stack = text("stack", of: thrown) ?? ""
        // By its looks and not by its class: errors of other realms are errors, too.
        guard let name, let message, JSValueGetType(context, thrown) == kJSTypeObject else {
            return ScriptException(name: "", message: message ?? json(thrown), stack: stack, thrownType: typeName(thrown))
        }
        var exception = ScriptException(name: name, message: message, stack: stack)
        exception.file = text("sourceURL", of: thrown)
        exception.line = count("line", of: thrown)
        exception.column = count("column", of: thrown)
        if exception.file == nil, let frame = exception.frames.first(where: { $0.file != nil }) {
            // Code made by `eval` has no file; the place that called it has.
            (exception.file, exception.line, exception.column) = (frame.file, frame.line, frame.column)
        }
        return exception
    }

    private func typeName(_ value: JSValueRef) -> String {
        ScriptType(of: value, in: context).name
    }

    private func primitiveText(_ value: JSValueRef) -> String {
        if let string = JSValueToStringCopy(context, value, nil) {
            return EngineString(adopting: string).text(limit: ScriptException.textLimit)
        }
        // Only a symbol refuses to become a string by itself.
        guard let string else { return "" }
        var argument: JSValueRef? = value
        guard let text = JSObjectCallAsFunction(context, string, nil, 1, &argument, nil) else { return "" }
        return primitiveText(text)
    }

    /// The property's text; `nil` if there is none, if it is an object, or if reading it throws.
    private func text(_ name: String, of object: JSValueRef) -> String? {
        guard let value = property(name, of: object) else { return nil }
        switch JSValueGetType(context, value) {
        case kJSTypeString, kJSTypeNumber, kJSTypeBoolean: return primitiveText(value)
        default: return nil
        }
    }

    private func count(_ name: String, of object: JSValueRef) -> Int? {
        guard let value = property(name, of: object), JSValueIsNumber(context, value) else { return nil }
        guard let count = Int(exactly: JSValueToNumber(context, value, nil)), count > 0 else { return nil }
        return count
    }

    private func property(_ name: String, of object: JSValueRef) -> JSValueRef? {
        let name = EngineString(name)
        var exception: JSValueRef?
        let value = JSObjectGetProperty(context, object, name.ref, &exception)
        return exception == nil ? value : nil
    }

    /// The JSON of an object that is no error; empty if it has none.
    private func json(_ object: JSValueRef) -> String {
        var exception: JSValueRef?
        guard let json = JSValueCreateJSONString(context, object, 0, &exception) else { return "" }
        return EngineString(adopting: json).text(limit: ScriptException.textLimit)
    }
}
