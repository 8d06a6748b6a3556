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
