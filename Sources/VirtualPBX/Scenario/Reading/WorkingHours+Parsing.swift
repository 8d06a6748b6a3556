extension WorkingHours {
    /// Reads times like `Mo-Fr 09:00-18:00`, `Sa,Su 10:00-14:00`, `Пн-Пт 09:00-13:00,14:00-18:00` or `22:00-06:00`; nil for anything
    /// else. Without days they hold for every day.
    static func spans(_ text: String) -> [Span]? {
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard (1...2).contains(parts.count), let times = parts.last else { return nil }
        var days = Set(0...6)
        if parts.count == 2 {
            guard let read = self.days(parts[0]) else { return nil }
            days = read
        }
        var spans: [Span] = []
        for range in times.split(separator: ",", omittingEmptySubsequences: false) {
            guard let (left, right) = ends(range), let from = minute(left), let to = minute(right),
                from < 1440, to > 0, from != to
            else { return nil }
            spans.append(Span(days: days, from: from, to: to))
        }
        return spans
    }

    /// Reads `UTC`, `Z` or an offset like `+03:00`, in seconds east of Greenwich; nil for anything else.
    static func utcOffset(_ text: String) -> Int? {
        if text == "UTC" || text == "Z" { return 0 }
        guard let sign = text.first, sign == "+" || sign == "-" || sign == "\u{2212}", let minutes = minute(text.dropFirst()),
            minutes <= 14 * 60
        else { return nil }
        return (sign == "+" ? 60 : -60) * minutes
    }

    private static func days(_ text: Substring) -> Set<Int>? {
        var days: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if let day = day(part) {
                days.insert(day)
            } else if let (left, right) = ends(part), let first = day(left), let last = day(right) {
                // Also over the end of the week: Fr-Mo.
                for step in 0...((last - first + 7) % 7) { days.insert((first + step) % 7) }
            } else {
                return nil
            }
        }
        return days
    }

    private static func day(_ text: Substring) -> Int? {
        let word = text.lowercased()
        return english.firstIndex(of: word) ?? russian.firstIndex(of: word)
    }

    private static let english = ["mo", "tu", "we", "th", "fr", "sa", "su"]
    private static let russian = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]

    /// What is on both sides of a hyphen or an en dash.
    private static func ends(_ text: Substring) -> (Substring, Substring)? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "\u{2013}" }
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    /// The minute of the day of `09:00` or `9:00`, up to `24:00`.
    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }), let hour = Int(parts[0]), let minute = Int(parts[1]),
            minute < 60, hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}
