#!/usr/bin/env bash
# Checks the rules of the house that neither the compiler nor the formatter knows. Prints every break of one.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
longest=400
broken=0

complain() {
    echo "$*" >&2
    broken=1
}

# What each target may import, besides the modules of the standard library and of the system's C library. A module of
# somebody else's has one importer, except for the words that servers and those who run them share: Logging,
# ServiceLifecycle, and NIOCore, whose channels are in the workers' sockets and in the callers'.
may_import() {
    case "$1" in
    CJavaScriptCore | CLinux | CRandomDevice | CSpareThreads | CLZ4 | CXXHash | HTTPText | JSONText | PlainText | WorkerProtocol) ;;
    TextFilters) echo CLinux HTTPText JSONText ;;
    ScriptEngine) echo CJavaScriptCore ;;
    WorkerRuntime) echo ScriptEngine WorkerProtocol ;;
    WorkerJail) echo CLinux WorkerProtocol ;;
    ringbox-worker) echo WorkerJail WorkerProtocol WorkerRuntime ;;
    YAMLText) echo JSONText PlainText Yams ;;
    PBXInstructions | StateStore) echo JSONText ;;
    SQLiteStateStore) echo StateStore JSONText CLZ4 CXXHash GRDB GRDBSQLite Foundation Dispatch ;;
    VirtualPBX) echo PBXInstructions JSONText PlainText YAMLText ;;
    PBXClient) echo VirtualPBX AsyncHTTPClient NIOCore NIOHTTP1 NIOPosix ;;
    ChildPrograms) echo CLinux ;;
    FastAGI) echo ChildPrograms PlainText VirtualPBX PBXInstructions JSONText NIOCore NIOPosix Logging ServiceLifecycle ;;
    HandlerHost) echo CLinux ChildPrograms HTTPText TextFilters WorkerProtocol PBXInstructions StateStore JSONText PlainText YAMLText NIOCore NIOPosix ;;
    HTTPFrontend)
        echo ChildPrograms HTTPText HandlerHost JSONText Hummingbird HummingbirdCore HTTPTypes Logging ServiceLifecycle
        echo NIOCore NIOHTTP1 NIOHTTPTypes NIOHTTPTypesHTTP1 NIOSSL
        ;;
    ringbox)
        echo CSpareThreads ChildPrograms FastAGI HTTPFrontend HTTPText HandlerHost TextFilters PBXClient PBXInstructions VirtualPBX JSONText PlainText SQLiteStateStore StateStore YAMLText
        echo ArgumentParser Logging ServiceLifecycle Dispatch
        ;;
    *) return 1 ;;
    esac
}

# Prints "file:line module" for each import in a folder.
imports_in() {
    grep --recursive --line-number --include='*.swift' --extended-regexp \
        '^[[:space:]]*(@[A-Za-z_]+ +)*((package|internal|private|fileprivate|public) +)?import +' "$1" |
        sed --regexp-extended 's/^([^:]+:[0-9]+):.*import +((struct|class|enum|protocol|func|var|let|typealias) +)?([A-Za-z_0-9]+).*/\1 \4/' ||
        true
}

check_imports() {
    local folder target allowed place module
    for folder in Sources/*/; do
        target=$(basename "$folder")
        if ! allowed=" $(may_import "$target" | tr '\n' ' ') Glibc Synchronization "; then
            complain "Sources/$target: scripts/check-house.sh does not say what this target may import"
            continue
        fi
        while read -r place module; do
            [[ -z "$module" || "$allowed" == *" $module "* ]] || complain "$place: $target may not import $module"
        done < <(imports_in "$folder")
    done
}

# Prints the lines of Swift files that match a pattern, with a reason.
forbid() {
    local pattern=$1 reason=$2 line
    shift 2
    while IFS= read -r line; do
        complain "$line: $reason"
    done < <(grep --recursive --line-number --only-matching --include='*.swift' --extended-regexp "$pattern" "$@" || true)
}

check_lengths() {
    local count file
    while read -r count file; do
        [[ "$count" -le $longest ]] || complain "$file: $count lines; split it before $longest"
    done < <(find Sources Tests Fuzz/Targets -type f \( -name '*.swift' -o -name '*.js' \) -exec wc --lines {} + | grep --invert-match ' total$')
}

check_names() {
    local file
    while IFS= read -r file; do
        complain "$file: the name says nothing: name the type or the topic"
    done < <(find Sources Tests Fuzz/Targets -name '*Utils*.swift' -o -name '*Helpers*.swift' -o -name '*Manager*.swift' -o -name '*Common*.swift' \
        -o -name 'Stub.swift' -o -name '*+Extensions.swift')
}

# The page about threats names tests; who renames one finds out here, before the tests are run.
check_threat_model() {
    local name type function files
    while IFS= read -r name; do
        type=${name%%.*}
        function=${name#"$type"}
        mapfile -t files < <(grep --recursive --files-with-matches --include='*.swift' --extended-regexp \
            "(struct|class|actor|extension) $type\b" Tests)
        if [[ ${#files[@]} -eq 0 ]] || ! grep --quiet --fixed-strings "func ${function#.}" "${files[@]}"; then
            complain "docs/threat-model.md: there is no test $name"
        fi
    done < <(grep '^| ' docs/threat-model.md | grep --only-matching --extended-regexp '`[A-Za-z]+(Tests|Suite)(\.[A-Za-z]+)?`' | tr --delete '`' | sort --unique)
}

check_scripts() {
    local file
    for file in scripts/*.sh scripts/*/*.sh .ci/run; do
        bash -n "$file" || broken=1
        [[ -x "$file" ]] || complain "$file: not executable"
    done
}

# Opening a pipe to read waits for who writes it, and a pipe may be in the place of any file. Two of those that are left read what
# the kernel makes; the third one reads what a user names to a command, which may be a pipe.
check_opening() {
    local line
    while IFS= read -r line; do
        complain "$line: it may block: see RegularFile"
    done < <(grep --recursive --line-number --include='*.swift' 'O_RDONLY' Sources |
        grep --invert-match --extended-regexp 'O_NONBLOCK|O_DIRECTORY|CgroupFolder|ProcessMemory|TextFile' || true)
}

# A path may lead elsewhere from one moment to the next: whoever opens a file of a sandbox by its path reads what its author wants him
# to. What is left here opens what is the host's own, the kernel's, or named by the operator.
check_paths() {
    local line own='RegularFile|ConfinedFolder|OpenFile|ShelfFolder|SoundFolder|SpeechJob|SchedulerClock|CgroupFolder|ProcessMemory'
    own+='|TimeZoneName|StandardStreams|DataFolder|LogFile|TLSIdentity|TextFile|OwnFile|FolderLock|FolderLook|OwnChildren|SecretsOption|HandlersOption|SeparateFolders'
    while IFS= read -r line; do
        complain "$line: files of sandboxes are opened by ConfinedFolder and SandboxSideFiles only"
    done < <(grep --recursive --line-number --include='*.swift' --extended-regexp \
        'O_RDONLY|(^|[^a-zA-Z])(fopen|opendir|realpath)\(|RegularFile\.read\(' Sources |
        grep --invert-match --extended-regexp "/($own)\.swift:" || true)
}

# What ends the process may depend on nothing that a stranger sends: on no frame, request, journal, archive, file or line. Where it
# cannot, the line before says why: "// Safe: …". The worker's own rooms are left out: its end is that of one sandbox.
#
# - preconditions and the like
# - turning what may be a fraction, too large or no number at all into a whole number: in a file that speaks of fractions, every such
#   conversion without a label. "exactly:" and "clamping:" never end anything.
check_traps() {
    local line
    while IFS= read -r line; do
        complain "$line: it may end the host: bound the value, or say above it why it is safe (// Safe: …)"
    done < <(find Sources -name '*.swift' -not -path 'Sources/ScriptEngine/*' -not -path 'Sources/Worker*' -not -path 'Sources/ringbox-worker/*' \
        -exec awk '
            FNR == 1 { before = ""; fractions = 0; while ((getline text < FILENAME) > 0) if (text ~ /(^|[^A-Za-z])Double([^A-Za-z]|$)|\.rounded\(|\/ \.[a-z]*seconds\(/) fractions = 1; close(FILENAME) }
            {
                code = $0
                sub(/^ *\/\/.*/, "", code)
                plain = code
                gsub(/Int(8|16|32|64)?\(([a-z][A-Za-z]*: |_?[A-Z])/, "", plain)
                if (before !~ /\/\/ Safe: / && (code ~ /(^|[^A-Za-z.])(precondition|preconditionFailure|fatalError|assert|assertionFailure)\(/ || fractions && plain ~ /(^|[^A-Za-z])U?Int(8|16|32|64)?\(/))
                    print FILENAME ":" FNR
                before = $0
            }' {} +)
}

check_imports
check_opening
check_paths
check_traps
check_lengths
check_names
check_scripts
check_threat_model
forbid 'Task\.(sleep|yield)' 'a test waits for what happens, not for time: see eventually()' Tests
forbid '^[[:space:]]*(public|open) [a-z]+' 'nobody outside the package needs it: say package' Sources
forbid '@_exported' 'every file says what it imports' Sources Tests
forbid 'JSString(CreateWithUTF8CString|GetUTF8CString)\(' 'it cuts text: text crosses as UTF-16' --exclude='EngineString+JSON.swift' Sources
forbid '[]A-Za-z0-9_)]!([^=A-Za-z"]|$)' 'what comes from outside may be missing' Sources
forbid '\b(try!|as!)' 'what comes from outside may be anything' Sources
forbid '(^|[^.a-zA-Z])(print|debugPrint|dump|fputs|puts|fwrite|fprintf)\(|StreamLogHandler' \
    'what is printed goes through Console, so that nothing from outside steers the terminal' \
    --exclude=Console.swift --exclude=StandardError.swift Sources/ringbox
forbid 'unsafeFlags|#if os' 'one package for every machine' Package.swift Fuzz/Package.swift

exit $broken
