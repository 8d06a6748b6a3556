extension WorkingHours.Span {
    /// As it may be written: `Mo-Fr 09:00-18:00`.
    package var text: String {
        let times = "\(Self.clock(from))-\(Self.clock(to))"
        return days.count == 7 ? times : "\(daysText) \(times)"
    }

    private var daysText: String {
        var parts: [String] = []
        var day = 0
        while day < 7 {
            guard days.contains(day) else {
                day += 1
                continue
            }
            let first = day
            while day < 7, days.contains(day) { day += 1 }
            let last = day - 1
            parts.append(first == last ? Self.names[first] : "\(Self.names[first])\(last == first + 1 ? "," : "-")\(Self.names[last])")
        }
        return parts.joined(separator: ",")
    }

    private static let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

    private static func clock(_ minute: Int) -> String {
        let (hours, minutes) = (String(minute / 60), String(minute % 60))
        return (hours.count == 1 ? "0" : "") + hours + ":" + (minutes.count == 1 ? "0" : "") + minutes
    }
}
