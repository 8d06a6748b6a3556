/// What the client is asked for.
struct LoadArguments {
    static let usage = """
        usage: load-client --port PORT --seconds N [--progress N] [--first] --stream 'name=… path=… rate=…' …

          --port PORT    the host's traffic port on 127.0.0.1
          --seconds N    how long requests are sent
          --progress N   a line on standard error every N seconds
          --first        come before every other program on the machine, if that is granted
          --stream TEXT  a stream of requests, as key=value pairs:
              name=NAME          in the report
              path=/@shop/x?y=z  what is asked for
              rate=50            requests a second, whatever happens; "max" for the next one as soon as one is answered
              connections=8      requests under way at most
              allow=ok,fallback  values of Ringbox-Outcome that an answer may have; "fallback" for any with the fallback
              fallback=TEXT      the body of the fallback
              reply=TEXT         the body of any other answer
              hangup=yes         drop every request half-way

        Prints, separated by tabs, for each stream a line
          stream NAME sent N p50 µs p99 µs p999 µs most µs
        with times from the moment in which a request was due, and a line
          answers NAME OUTCOME N
        for each thing that became of requests. The exit code is 1 if an answer was not allowed, or none came.

        """

    var port: UInt16 = 0
    var seconds = 0.0
    var progress: UInt64 = 0
    var comesFirst = false
    var streams: [StreamPlan] = []

    init(parsing words: [String]) throws(PlanError) {
        var words = words[...]
        while let word = words.popFirst() {
            if word == "--first" {
                comesFirst = true
                continue
            }
            guard let value = words.popFirst() else { throw PlanError(description: "\(word) needs a value") }
            switch word {
            case "--port": port = UInt16(value) ?? 0
            case "--seconds": seconds = Double(value) ?? 0
            case "--progress": progress = UInt64(value) ?? 0
            case "--stream": streams.append(try StreamPlan(parsing: value))
            default: throw PlanError(description: "unknown argument \(word)")
            }
        }
        guard port > 0, seconds > 0, !streams.isEmpty else {
            throw PlanError(description: "--port, --seconds and at least one --stream are needed")
        }
    }
}
