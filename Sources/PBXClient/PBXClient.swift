import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
package import VirtualPBX

/// Asks handlers over HTTP, as a telephone exchange does: no redirects, no cookies, one request for one question.
package final class PBXClient: HandlerClient {
    /// The longest reply that is read, in bytes; an instruction has a few hundred.
    package static let longestReply = 1 << 20

    private let base: String
    private let urls: ScenarioURLs
    private let client: HTTPClient

    /// - Parameters:
    ///   - base: What comes before a route, without a `/` at its end: `http://127.0.0.1:8080/@uis_test`. Not looked at for
    ///     questions that name a whole URL.
    ///   - urls: The servers that such questions may name.
    package init(base: String, urls: ScenarioURLs) {
        self.base = base
        self.urls = urls
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // Who waits for an instruction wants to know at once that nobody is there.
        configuration.connectionPool.retryConnectionEstablishment = false
        // What is asked is answered by the deadline of the question.
        configuration.timeout = HTTPClient.Configuration.Timeout(connect: .seconds(60), read: nil)
        // Questions of many calls do not wait for one another.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_024
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Lets go of all connections. To be called once, when nothing is asked any more.
    package func close() async {
        // The only failure is that it was closed before.
        try? await client.shutdown()
    }

    package func ask(_ request: HandlerRequest, timeout: Duration) async -> HandlerReply? {
        await ask(request, behind: "", timeout: timeout)
    }

    /// - Parameter path: What comes between ``base`` and a route.
    func ask(_ request: HandlerRequest, behind path: String, timeout: Duration) async -> HandlerReply? {
        if case .url(let url) = request.target, !urls.allows(url) {
            return .failure("servers outside the sandbox are not asked: \(ScenarioURLs.remedy(for: url))")
        }
        return await withTaskGroup(of: HandlerReply?.self) { tasks in
            tasks.addTask { await self.answer(to: request, behind: path) }
            tasks.addTask {
                // Ends early when the answer is there, and then nobody looks at its result.
                try? await Task.sleep(for: timeout)
                return nil
            }
            let first = await tasks.next() ?? nil
            tasks.cancelAll()
            return first
        }
    }

    private func answer(to question: HandlerRequest, behind path: String) async -> HandlerReply? {
        do {
            let response = try await client.execute(request(for: question, behind: path), deadline: .distantFuture)
            let outcome = response.headers.first(name: "Ringbox-Outcome")
            let body = try await response.body.collect(upTo: Self.longestReply)
            return .answer(status: Int(response.status.code), body: Array(body.readableBytesView), outcome: outcome)
        } catch is CancellationError {
            return nil
        } catch let error as HTTPClientError where error == .cancelled {
            return nil
        } catch is NIOTooManyBytesError {
            return .failure("the reply has more than \(Self.longestReply) bytes")
        } catch {
            return .failure(Self.words(for: error))
        }
    }

    private func request(for question: HandlerRequest, behind path: String) -> HTTPClientRequest {
        let text = question.urlText
        var request: HTTPClientRequest
        switch question.target {
        case .route: request = HTTPClientRequest(url: base + path + text)
        case .url:
            request = HTTPClientRequest(url: text)
            // An author's question, which nobody is to take for one of this machine.
            request.headers.add(name: "Ringbox-Scenario-URL", value: "1")
        }
        request.headers.add(name: "User-Agent", value: "Ringbox-PBX")
        request.headers.add(name: "Accept", value: "application/json")
        if question.method == .post {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(question.body)
        }
        return request
    }

    private static func words(for error: any Error) -> String {
        switch error as? HTTPClientError {
        case .remoteConnectionClosed: "the connection was closed before the reply was whole"
        case .invalidURL, .emptyHost, .emptyScheme: "the address is no URL"
        case .connectTimeout: "no connection could be made in time"
        case .some(let error): "no reply: \(error.shortDescription)"
        case nil: "no connection: \(reason(for: error))"
        }
    }

    private static func reason(for error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { reason(for: $0.error) } ?? "there is no host \(error.host)"
        default: "\(error)"
        }
    }
}
