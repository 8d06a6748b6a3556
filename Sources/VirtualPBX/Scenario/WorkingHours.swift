/// The times of a week in which somebody works.
package struct WorkingHours: Sendable, Equatable {
    /// A time on some days of the week.
    package struct Span: Sendable, Equatable {
        /// 0 is Monday, 6 is Sunday; the days on which it begins.
        package var days: Set<Int>
        /// The minute of the day at which it begins, 0 to 1439.
        package var from: Int
        /// The minute before which it ends, 1 to 1440; not above `from` for one that goes on after midnight.
        package var to: Int

        package init(days: Set<Int>, from: Int, to: Int) {
            self.days = days
            self.from = from
            self.to = to
        }
    }

    package var spans: [Span]
    /// Seconds east of Greenwich, -50400 to 50400.
    package var utcOffset: Int

    package init(spans: [Span], utcOffset: Int) {
        self.spans = spans
        self.utcOffset = utcOffset
    }

    /// Whether somebody works at that time, in seconds since 1970.
    package func contains(_ time: Int64) -> Bool {
        // Wraps at the end of time, which a caller's clock may claim to have reached.
        let local = time &+ Int64(utcOffset)
        let day = local.flooredQuotient(by: 86_400)
        let minute = Int((local &- day &* 86_400) / 60)
        // 1970 began with a Thursday.
        let weekday = Int((day + 3).remainder(modulo: 7))
        let yesterday = (weekday + 6) % 7
        return spans.contains { span in
            if span.to > span.from { return span.days.contains(weekday) && minute >= span.from && minute < span.to }
            return span.days.contains(weekday) && minute >= span.from || span.days.contains(yesterday) && minute < span.to
        }
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    fileprivate func remainder(modulo divisor: Int64) -> Int64 {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
