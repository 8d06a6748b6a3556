import Testing

/// JavaScript that makes the engine ask the kernel, or a library, for something.
struct EngineWork: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let expression: String
    /// JSON.
    let value: String

    static let all = [
        EngineWork(
            "a local date", "new Date(1700000000000).toString()", #""Wed Nov 15 2023 08:13:20 GMT+1000 (Vladivostok Standard Time)""#),
        EngineWork("the zone's name", "Intl.DateTimeFormat().resolvedOptions().timeZone", #""Asia/Vladivostok""#),
        EngineWork(
            "another zone", "new Date(1700000000000).toLocaleString('ru-RU', { timeZone: 'America/Sao_Paulo' })", #""14.11.2023, 19:13:20""#
        ),
        EngineWork(
            "a date in Russian", "new Date(1700000000000).toLocaleDateString('ru-RU', { dateStyle: 'full' })",
            #""среда, 15 ноября 2023 г.""#),
        EngineWork("a date from its parts", "new Date(2024, 0, 1).getTime()", "1704031200000"),
        EngineWork("a number in Russian", "(1234567.891).toLocaleString('ru-RU').replace(/\\s/g, '_')", #""1_234_567,891""#),
        EngineWork("an order of words", "['я', 'б', 'ё', 'е'].sort(new Intl.Collator('ru').compare).join('')", #""беёя""#),
        EngineWork("a plural", "new Intl.PluralRules('ru').select(3)", #""few""#),
        EngineWork("words without spaces", "[...new Intl.Segmenter('th', { granularity: 'word' }).segment('สวัสดีชาวโลก')].length", "3"),
        EngineWork("a country's name", "new Intl.DisplayNames('ru', { type: 'region' }).of('RU')", #""Россия""#),
        EngineWork("a normal form", "'и\\u0306'.normalize('NFC').length", "1"),
        EngineWork("regular expressions", "[...'abc-123 '.repeat(20000).matchAll(/([a-z]+)-(\\d+)/gu)].length", "20000"),
        EngineWork(
            "generators",
            "(() => { function* g() { for (let i = 0; i < 100000; i++) yield i } let s = 0; for (const x of g()) s += x; return s })()",
            "4999950000"),
        EngineWork(
            "code hot enough for every compiler",
            "(() => { const f = (a, b) => a * b % 7 + Math.sqrt(a); let s = 0; const t = Date.now(); while (Date.now() - t < 1500) for (let i = 0; i < 10000; i++) s += f(i, s % 13); return s > 0 })()",
            "true"),
        EngineWork(
            "garbage while the program runs",
            "(() => { let keep = []; for (let i = 0; i < 2000000; i++) { keep.push({ i, s: 'x' + i }); if (keep.length > 400000) keep = keep.slice(200000) } return keep.length })()",
            "400000"),
        EngineWork(
            "hundreds of megabytes",
            "(() => { const all = []; for (let i = 0; i < 40; i++) all.push(new Uint8Array(8 << 20).fill(1)); return all.length })()", "40"),
        EngineWork("typed arrays", "new Float64Array(2000000).fill(2).reduce((a, b) => a + b)", "4000000"),
        EngineWork(
            "a deep recursion",
            "(() => { let d = 0; const f = () => { d++; f() }; try { f() } catch (e) { return [e.name, d > 5000] } })()",
            #"["RangeError",true]"#),
        EngineWork("chance", "Math.random() !== Math.random()", "true"),
        EngineWork("large integers", "(2n ** 20000n).toString().length", "6021"),
        EngineWork("code from text", "new Function('a', 'return a + 1')(1)", "2"),
        EngineWork("JSON", "JSON.stringify(JSON.parse('[' + '{\"a\":[1,2,3]},'.repeat(20000) + '1]')).length", "280003"),
        EngineWork(
            "weak keys",
            "(() => { const m = new WeakMap(), k = {}; m.set(k, 1); for (let i = 0; i < 10000; i++) m.set({}, i); return m.get(k) })()", "1"
        ),
    ]

    private init(_ name: String, _ expression: String, _ value: String) {
        testDescription = name
        self.expression = expression
        self.value = value
    }
}
