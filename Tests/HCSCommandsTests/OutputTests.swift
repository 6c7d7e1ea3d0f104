import HCSSchema
import Testing

@testable import HCSCommands

@Suite struct OutputTests {
    @Test(arguments: [
        ("abc", 3), ("", 0), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｱ", 1), ("한", 2), ("🙂", 2), ("👩‍👩‍👧", 2),
        ("❤️", 2), ("🇩🇪", 2), ("a\u{200B}b", 2),
    ])
    func widths(_ text: String, _ width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a\tb", "a\\tb"), ("\u{1B}[31m", "\\x1b[31m"), ("\u{7F}", "\\x7f"),
        ("\u{9B}1m", "\\x9b1m"),
        ("\0", "\\x00"), ("a\u{202E}b", "a\\u{202e}b"), ("\u{2066}", "\\u{2066}"), ("\r\n", "\\r\\n"),
        ("日本é", "日本é"),
    ])
    func escapes(_ text: String, _ expected: String) {
        #expect(EscapedText.of(text) == expected)
    }

    @Test(
        arguments: [
            (0, "0B"), (1, "1B"), (1023, "1023B"), (1024, "1.0KiB"), (1536, "1.5KiB"), (102_399, "100KiB"),
            (13_107_200, "12.5MiB"), (134_217_728, "128MiB"), (1_048_575, "1.0MiB"), (1 << 40, "1.0TiB"),
            (UInt64.max, "16.0EiB"),
        ] as [(UInt64, String)])
    func sizes(_ bytes: UInt64, _ text: String) {
        #expect(QuantityText.size(bytes) == text)
    }

    @Test(
        arguments: [
            (0, "0s"), (599_999_999, "59s"), (1_850_000_000, "3m05s"), (78_000_000_000, "2h10m"),
            (3_564_000_000_000, "4d03h"),
        ] as [(UInt64, String)])
    func uptimes(_ ticks: UInt64, _ text: String) {
        #expect(QuantityText.uptime(ticks) == text)
    }

    @Test(
        arguments: [
            (0, "0.00"), (100_000, "0.01"), (620_300_000, "1:02.03"), (36_050_000_000, "1:00:05"),
        ] as [(UInt64, String)])
    func processorTimes(_ ticks: UInt64, _ text: String) {
        #expect(QuantityText.processorTime(ticks) == text)
    }

    @Test(
        arguments: [
            (1000, "now"), (999, "1 second ago"), (970, "30 seconds ago"), (820, "3 minutes ago"),
            (1001, "now"), (0, "-"),
        ] as [(Int64, String)])
    func ages(_ seconds: Int64, _ text: String) {
        let now = Timestamp(unixSeconds: 1000)
        #expect(QuantityText.age(of: Timestamp(unixSeconds: seconds), now: now) == text)
    }

    @Test func documentTimes() throws {
        let time = Timestamp(unixSeconds: 1_500_000_000, nanoseconds: 7_999_999, utcOffset: 7200)
        #expect(try documentText([MillisecondTime(time)]) == #"["2017-07-14T02:40:00.007Z"]"#)
        #expect(try documentText([MillisecondTime(.zero), MillisecondTime(nil)]) == "[null,null]")
    }

    private let columns = [TableColumn.text("ID"), .number("SIZE"), .wideText("NAME")]
    private let rows = [["a", "12", "日本"], ["long-id", "3", "x\u{1B}y"]]

    @Test func tableAligns() {
        #expect(
            TableOutput(columns: columns, rows: rows).text == """
                ID       SIZE  NAME
                a          12  日本
                long-id     3  x\\x1by

                """)
    }

    @Test func tableWithoutHeaderOrRows() {
        #expect(
            TableOutput(columns: columns, rows: rows, hasHeader: false).text.hasPrefix("a        12  日本\n"))
        #expect(TableOutput(columns: columns, rows: []).text == "ID  SIZE  NAME\n")
        #expect(TableOutput(columns: columns, rows: [], hasHeader: false).text.isEmpty)
    }

    @Test func tableShortensOnlyWhatMay() {
        let rows = [["a-very-long-identifier", "1", "a name that is much too long"]]
        let text = TableOutput(columns: columns, rows: rows, hasHeader: false, width: 45).text
        #expect(text == "a-very-long-identifier  1  a name that is mu…\n")
        #expect(
            TableOutput(columns: columns, rows: rows, hasHeader: false, width: 10).text.hasSuffix(
                "a name …\n"))
    }

    @Test(arguments: [("abcdef", 4, "abc…"), ("abc", 3, "abc"), ("日本語", 4, "日…"), ("日本語", 5, "日本…")])
    func shortens(_ text: String, _ width: Int, _ expected: String) {
        #expect(TableOutput.shortened(text, to: width) == expected)
    }
}
