import TestSupport
import Testing

/// Requests that no PBX sends.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(2)))
struct HostileRequestTests {
    @Test(arguments: [
        ("GET /@a/%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400), ("GET /@a/%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET /go HTTP/1.1\r\nHost: a..localhost\r\n\r\n", 400), ("GET /go HTTP/1.1\r\nHost: [::1\r\n\r\n", 400),
        ("GET /go HTTP/1.1\r\n\r\n", 400), ("GET /go HTTP/1.1\r\nHost: none.localhost\r\n\r\n", 404),
        ("GET /@a/gone HTTP/1.1\r\nHost: x\r\n\r\n", 404), ("DELETE /@a/only HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        ("POST /@a/go HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n", 413),
        ("GET /@a/go?x=\(String(repeating: "y", count: 9_000)) HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        ("GET /@a/go HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "y", count: 40_000))\r\n\r\n", 431),
        ("POST /@a/go HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n{bad", 200),
        ("GET /@a/go?input_result=1#&a=%zz&b[]=1&b[]=2&__proto__=x HTTP/1.1\r\nHost: x\r\nCookie: ;;=;a=\"\r\n\r\n", 200),
        ("BREW /@a/go HTTP/1.1\r\nHost: x\r\n\r\n", 400), ("nonsense\r\n\r\n", 400),
    ])
    func getAStatusAndTheHostGoesOn(request: String, status: Int) throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = (req) => ({ returned_code: Object.keys(req.query).length > 0 ? 1 : 2 })", to: "a/go.js")
        try handlers.write("exports.GET = () => ({ returned_code: 1 })", to: "a/only.js")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        let connection = try host.connect()
        try connection.send(Array(request.utf8))
        let answer = try connection.answer()
        #expect(answer.status == status, "\(answer.text)")
        if status == 405 { #expect(answer.headers["allow"]?.contains("GET") == true) }
        #expect(try host.get("/@a/go").status == 200)
    }
}
