import CProbe
import Glibc

// Runs a program as on a kernel that lacks something, with the descriptors and the environment that it was given.
//
//     ringbox-lean-kernel PART PROGRAM ARGUMENT…

let lacking: [String: [Int32]] = [
    "landlock": [__NR_landlock_create_ruleset, __NR_landlock_add_rule, __NR_landlock_restrict_self],
    "seccomp": [__NR_seccomp],
    "resource-limits": [__NR_prlimit64],
    "close-range": [__NR_close_range],
]
guard CommandLine.arguments.count >= 3, let calls = lacking[CommandLine.arguments[1]] else {
    print(lacking.keys.sorted().joined(separator: "\n"))
    exit(64)
}
for call in calls where probe_forget_call(UInt32(call)) != 0 { exit(71) }
var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.dropFirst(2).map { strdup($0) } + [nil]
execv(CommandLine.arguments[2], &arguments)
exit(72)
