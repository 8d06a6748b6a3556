#!/usr/bin/env bash
# What the soaking scripts share; they source it. A straight line through samples, and whether it rises.

# straight_line NAME COLUMN ALLOWED SKIP FILE [SCALE UNIT]: lays a line through a column of FILE over its first column, without
# the lines whose first column is below SKIP, and prints its slope. The first column is in seconds, and the slope is printed
# for an hour, unless SCALE and UNIT say otherwise. Fails when the line rises over the run by more than ALLOWED after twice
# its error is taken off.
straight_line() {
    awk -v name="$1" -v column="$2" -v allowed="$3" -v skip="$4" -v scale="${6:-3600}" -v unit="${7:-an hour}" '
        $1 >= skip { n += 1; x[n] = $1; y[n] = $column; sx += $1; sy += $column; if (n == 1 || $column > top) top = $column
                     if (n == 1 || $column < low) low = $column }
        END {
            if (n < 3) { print "too few samples"; exit 1 }
            for (i = 1; i <= n; i++) { dx = x[i] - sx / n; sxx += dx * dx; sxy += dx * (y[i] - sy / n) }
            slope = sxy / sxx
            for (i = 1; i <= n; i++) { d = y[i] - sy / n - slope * (x[i] - sx / n); rest += d * d }
            error = sqrt(rest / (n - 2) / sxx)
            rise = (slope - 2 * error) * (x[n] - x[1])
            verdict = rise > allowed ? "RISES" : "holds"
            printf "  %-12s %6d to %6d   slope %+10.1f %s, error %.1f   %s (may rise by %d over the run)\n",
                name, low, top, slope * scale, unit, error * scale, verdict, allowed
            exit verdict == "RISES"
        }' "$5"
}
