extension Duration {
    /// For people: `850 µs`, `204 ms`, `3 s`, `1.25 s`.
    package var text: String {
        if microseconds < 1_000 { return "\(microseconds) µs" }
        if microseconds < 1_000_000 { return "\(Self.decimal(microseconds, unit: 1_000)) ms" }
        return "\(Self.decimal(microseconds, unit: 1_000_000)) s"
    }

    /// At most two decimals below 10, one below 100, none above; no trailing zeros.
    private static func decimal(_ value: Int64, unit: Int64) -> String {
        let whole = value / unit
        let hundredths = (value % unit) * 100 / unit
        if whole >= 100 || hundredths == 0 { return "\(whole)" }
        if whole >= 10 || hundredths % 10 == 0 { return hundredths < 10 ? "\(whole)" : "\(whole).\(hundredths / 10)" }
        return hundredths < 10 ? "\(whole).0\(hundredths)" : "\(whole).\(hundredths)"
    }
}
