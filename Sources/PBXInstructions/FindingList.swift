import JSONText

/// Findings in the order they were made, not more than a person reads.
struct FindingList {
    /// How many errors and how many warnings are kept; a reply can hold a hundred thousand wrong numbers.
    static let limit = 50

    private var kept: [Finding] = []
    private var errors = 0
    private var warnings = 0

    var hasErrors: Bool { errors > 0 }

    /// Whether the next warning is kept: the hint of one that is not would be computed for nothing.
    var keepsNextWarning: Bool { warnings < FindingList.limit }

    mutating func add(_ finding: Finding) {
        switch finding.severity {
        case .error:
            errors += 1
            if errors <= FindingList.limit { kept.append(finding) }
        case .warning:
            warnings += 1
            if warnings <= FindingList.limit { kept.append(finding) }
        }
    }

    mutating func error(
        _ code: Finding.Code, at pointer: JSONPointer, _ message: String, hint: String? = nil
    ) {
        add(Finding(.error, code, at: pointer, message, hint: hint))
    }

    mutating func warning(
        _ code: Finding.Code, at pointer: JSONPointer, _ message: String, hint: String? = nil
    ) {
        add(Finding(.warning, code, at: pointer, message, hint: hint))
    }

    /// The findings, with one about the rest of each severity if some were not kept.
    var all: [Finding] {
        var all = kept
        if errors > FindingList.limit {
            all.append(Finding(.error, .more, at: .root, "\(errors - FindingList.limit) more errors"))
        }
        if warnings > FindingList.limit {
            all.append(Finding(.warning, .more, at: .root, "\(warnings - FindingList.limit) more warnings"))
        }
        return all
    }
}
