import JSONText
import TestSupport
import Testing

struct JSONWriterTests {
    @Test func putsTheCommas() throws {
        var writer = JSONWriter(capacity: 64)
        writer.beginObject()
        writer.key("a")
        writer.int(-1)
        writer.key("b\n")
        writer.beginArray()
        writer.string("Ж\"\\\u{7}")
        writer.bool(true)
        writer.null()
        writer.beginArray()
        writer.endArray()
        writer.beginObject()
        writer.endObject()
        writer.bool(false)
        writer.endArray()
        writer.key("c")
        writer.raw(Array("[1, 2]".utf8)[...])
        writer.key("d")
        writer.value(["x": 1.5])
        writer.endObject()
        let expected = #"{"a":-1,"b\n":["Ж\"\\\u0007",true,null,[],{},false],"c":[1, 2],"d":{"x":1.5}}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test func repairsBytesThatAreNotUTF8() throws {
        var writer = JSONWriter()
        writer.string(utf8: [0x61, 0xff, 0xd0, 0x96, 0xd0])
        #expect(try JSONValue(parsing: writer.bytes) == "a\u{fffd}Ж\u{fffd}")
    }

    @Test func escapesEveryString() throws {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<1_000 {
            let text = RandomJSON.text(using: &random)
            var writer = JSONWriter()
            writer.string(text)
            #expect(try JSONValue(parsing: writer.bytes) == .string(text))
        }
    }
}
