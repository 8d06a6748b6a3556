import Dispatch
import FuzzSupport
import HTTPText
import JSONText
import NIOCore
import NIOPosix
import PBXInstructions
import PlainText
import StateStore

@testable import HandlerHost

/// The first byte says how many requests come, the second which of them are edits by hand; each line behind is what a worker that was
/// taken over says next, see ``FakeWorkers``.
///
/// A real sandbox over a store in memory: every caller is answered, every version that is stored can be read, and the state stays an
/// object.
@_cdecl("LLVMFuzzerTestOneInput")
package func testConversations(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let requests = 1 + Int(input.byte() % 6)
    let edits = input.byte()
    var lines: [[UInt8]] = []
    while !input.isEmpty, lines.count < 64 { lines.append(input.line()) }
    let done = DispatchSemaphore(value: 0)
    Task { [lines] in
        await testConversation(requests, edits, FakeWorkers(saying: lines))
        done.signal()
    }
    done.wait()
    return 0
}

private func testConversation(_ requests: Int, _ edits: UInt8, _ workers: FakeWorkers) async {
    guard let name = SandboxName("a") else { fail("a is no name") }
    let store = MemoryStateStore()
    let commits = CommitQueue(store: store) { _, _ in }
    let services = SandboxServices(
        store: store, commits: commits, signal: StateSignal(),
        pool: WorkerPool(spareCount: 0) { () throws(WorkerStartError) in try workers.start() }, activity: ActivityLog(filter: nil),
        cgroups: nil, watch: LoopWatch(MultiThreadedEventLoopGroup.singleton) { _, _ in }, shelf: nil,
        configuration: HostConfiguration(handlersFolder: "/", workerExecutable: ""))
    let working = DispatchGroup()
    let sandbox = LiveSandbox(name: name, loop: MultiThreadedEventLoopGroup.singleton.next(), services: services) { sandbox in
        working.enter()
        Task {
            await sandbox.work()
            working.leave()
        }
    }
    let storing = Task { await commits.run() }
    sandbox.renew(.built(BuiltBundle(bundle: bundle(name), routes: nil), .saved))
    await withTaskGroup(of: Void.self) { tasks in
        for number in 0..<requests {
            if edits & 1 << UInt8(number) != 0 {
                tasks.addTask { await edit(sandbox, number) }
            } else {
                tasks.addTask {
                    let request = IncomingRequest(method: "GET", path: "/go", query: "", peer: "127.0.0.1", received: .now)
                    let reply = await sandbox.run(request)
                    hold((200...599).contains(reply.status), "a reply with the status \(reply.status)")
                }
            }
        }
    }
    workers.hangUp()
    sandbox.close()
    await sandbox.work()
    await withCheckedContinuation { continuation in working.notify(queue: .global()) { continuation.resume() } }
    commits.shutdown()
    await storing.value
    while !workers.areGone { await Task.yield() }
    await isReadable(store)
}

private func edit(_ sandbox: LiveSandbox, _ number: Int) async {
    await withCheckedContinuation { continuation in
        let kinds: [HandEdit.Kind] = [.edit(.put(["a": ["b": [1, 2]], "n": 1])), .reset(.empty), .repair { _ in }]
        let edit = HandEdit(kind: kinds[number % kinds.count], condition: .none) { _ in continuation.resume() }
        if !sandbox.give(.edit(edit)) { continuation.resume() }
    }
}

private func isReadable(_ store: MemoryStateStore) async {
    guard let version = try? await store.version(of: "a") else { fail("the store cannot be read") }
    guard version > 0 else { return }
    for version in 1...version {
        let content = try? await store.content(of: "a", at: version)
        hold(content?.document.object != nil, "version \(version) is no state: \(content?.document.text ?? "it cannot be read")")
    }
}

private func bundle(_ name: SandboxName) -> Bundle {
    var settings = SandboxSettings(dialect: .uis)
    settings.limits.wall = .milliseconds(300)
    settings.limits.load = .milliseconds(10)
    return Bundle(
        sandbox: name, hash: ContentHash(), layout: .files(routes: [FileRoute(template: "/go", path: "a/go.js")]),
        modules: [ModuleSource(path: "a/go.js", code: Array("module.exports = () => ({})".utf8), kind: .commonJS)], settings: settings)
}
