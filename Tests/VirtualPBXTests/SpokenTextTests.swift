import Testing
import VirtualPBX

/// A text that is spoken …
struct SpokenTextTests {
    @Test(arguments: [
        ("Звонит 79990001122, это не курьер", "Звонит 7 9 9 9 0 0 0 1 1 2 2, это не курьер"), ("Заказ 4711", "Заказ 4711"),
        ("12345", "1 2 3 4 5"), ("в 2026 году", "в 2026 году"), ("", ""), ("+74951234567", "+7 4 9 5 1 2 3 4 5 6 7"), ("１２３４５", "１２３４５"),
    ]) func hasTheDigitsOfLongNumbersOneByOne(text: String, spoken: String) { #expect(text.spoken == spoken) }
}
