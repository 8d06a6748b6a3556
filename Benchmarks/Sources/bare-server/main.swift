import Glibc
import Hummingbird
import Logging

/// The yardstick: the same URL and the same reply as the measured handler, from the HTTP library alone.
let reply = #"{"returned_code":1,"text":"Здравствуйте, Иван! Введите номер заказа"}"#

let router = Router()
router.get("/@bench/:handler") { _, _ in
    Response(
        status: .ok,
        headers: [.contentType: "application/json; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: reply)))
}
var logger = Logger(label: "bare-server")
logger.logLevel = .error
let application = Application(
    router: router,
    configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
    onServerRunning: { channel in
        // Past the buffer of print, which a file gets only when it is full.
        let line = "traffic http://127.0.0.1:\(channel.localAddress?.port ?? 0)\n"
        _ = write(1, line, line.utf8.count)
    },
    logger: logger)
try await application.runService()
