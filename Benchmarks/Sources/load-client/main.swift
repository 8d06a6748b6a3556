import Glibc

func show(_ text: String, on descriptor: Int32 = 1) { _ = write(descriptor, text, text.utf8.count) }

let arguments: LoadArguments
do {
    arguments = try LoadArguments(parsing: Array(CommandLine.arguments.dropFirst()))
} catch {
    show("load-client: \(error)\n\(LoadArguments.usage)", on: 2)
    exit(64)
}
if arguments.comesFirst { show("priority\t\(Priority.raise())\n") }

let start = Clock.now
let streams = arguments.streams.map { Stream(plan: $0, port: arguments.port, start: start) }
let end = start + UInt64(arguments.seconds * Double(Clock.second))
LoadRun(streams: streams, end: end, progress: arguments.progress).run()

var isRight = true
for stream in streams {
    let times = stream.latencies
    let figures = [("p50", times.quantile(0.5)), ("p99", times.quantile(0.99)), ("p999", times.quantile(0.999)), ("most", times.most)]
    let columns = figures.map { "\($0)\t\($1)" }.joined(separator: "\t")
    show("stream\t\(stream.plan.name)\tsent\t\(stream.sent)\t\(columns)\n")
    for (name, count) in stream.tally.sorted(by: { $0.key < $1.key }) {
        show("answers\t\(stream.plan.name)\t\(name)\t\(count)\n")
    }
    let accounted = stream.tally.values.reduce(0, +)
    if accounted != stream.sent {
        show("wrong\t\(stream.plan.name)\t\(stream.sent) sent and \(accounted) accounted for\n")
        isRight = false
    }
    if let first = stream.firstWrong {
        show("wrong\t\(stream.plan.name)\t\(stream.wrongCount) answers; the first: \(first)\n")
        isRight = false
    }
}
exit(isRight ? 0 : 1)
