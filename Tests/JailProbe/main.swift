import Glibc
import WorkerJail

// Enters the jail of a worker, and then tries what its argument names. Tells the result on descriptor 3, as a worker would.
//
//     ringbox-jail-probe enclosed|locked ATTEMPT 3>&1

let arguments = CommandLine.arguments
guard arguments.count == 3, let stage = Stage(rawValue: arguments[1]), let attempt = Attempt.all[arguments[2]] else {
    print(Attempt.all.keys.sorted().joined(separator: "\n"))
    exit(64)
}
let surroundings = Surroundings(parent: getppid(), variable: getenv("RINGBOX_PROBE"))
let jail = WorkerJail.enclose(keeping: 3)
let missing = stage == .locked ? jail.lock() : []
var answer = missing.isEmpty ? attempt(surroundings) : "missing \(missing)"
answer += "\n"
answer.withUTF8 { _ = write(3, $0.baseAddress, $0.count) }
_exit(0)
