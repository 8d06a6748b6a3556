extension ScriptException {
    /// One line of a stack.
    package struct Frame: Equatable, Sendable {
        /// The function's name; "global code", "eval code" or "module code" outside of functions; `nil` if it has no name.
        package var function: String?
        /// `nil` for functions that are built into the engine or the host, and for code without a file name.
        package var file: String?
        /// Counted from 1.
        package var line: Int?
        /// Counted from 1, in UTF-16 units.
        package var column: Int?

        package init(function: String?, file: String?, line: Int?, column: Int?) {
            self.function = function
            self.file = file
            self.line = line
            self.column = column
        }

        /// Takes the engine's text apart. Lines of any other form become frames without a place.
        static func parse(stack: String) -> [Frame] {
            stack.split(separator: "\n").map { Frame(line: $0) }
        }

        /// Takes apart what `JSContextCreateBacktrace` gives: lines such as `#0 function() at file:line`. Other lines, which a
        /// line break in a function's name makes, are left out.
        static func parse(backtrace: String) -> [Frame] {
            backtrace.split(separator: "\n").compactMap { Frame(backtraceLine: $0) }
        }

        private init?(backtraceLine text: Substring) {
            guard text.first == "#", let space = text.firstIndex(of: " ") else { return nil }
            let rest = text[text.index(after: space)...]
            guard let call = rest.ranges(of: "() at ").last else { return nil }
            let place = rest[call.upperBound...]
            let name = String(rest[..<call.lowerBound])
            let parts = place.split(separator: ":", omittingEmptySubsequences: false)
            let line = parts.count >= 2 ? parts.last.flatMap { Int($0) } : nil
            let file = line == nil ? String(place) : parts.dropLast().joined(separator: ":")
            let isNamed = !file.isEmpty && file != "[native code]"
            self.init(function: name.isEmpty ? nil : name, file: isNamed ? file : nil, line: isNamed ? line : nil, column: nil)
        }

        /// Reads `function@file:line:column`. The file is what stands after the first `@`: file names contain that sign more
        /// often than function names do.
        private init(line text: Substring) {
            guard let at = text.firstIndex(of: "@") else {
                self.init(function: String(text), file: nil, line: nil, column: nil)
                return
            }
            let function = text[..<at].isEmpty ? nil : String(text[..<at])
            let place = text[text.index(after: at)...]
            let parts = place.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count >= 3, let line = Int(parts[parts.count - 2]), let column = Int(parts[parts.count - 1]) else {
                let file = place.isEmpty || place == "[native code]" ? nil : String(place)
                self.init(function: function, file: file, line: nil, column: nil)
                return
            }
            let file = parts.dropLast(2).joined(separator: ":")
            self.init(function: function, file: file.isEmpty ? nil : file, line: line, column: column)
        }
    }
}
