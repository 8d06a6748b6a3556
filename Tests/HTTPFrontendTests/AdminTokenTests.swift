import HTTPFrontend
import Testing

struct AdminTokenTests {
    private struct Holder {
        let token: AdminToken
    }

    @Test func staysOutOfDescriptions() {
        let holder = Holder(token: AdminToken("AAAAAAAAAAAAAAAA"))
        var dumped = ""
        dump(holder, to: &dumped)
        for text in ["\(holder)", "\(holder.token)", String(reflecting: holder), dumped] {
            #expect(!text.contains("65, 65") && !text.contains("AAAA"))
        }
    }
}
