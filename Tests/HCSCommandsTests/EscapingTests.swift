import HCSContainer
import HCSSchema
import Testing

@testable import HCSCommands

/// Whatever bytes a container can put into a name, a command line or an event, none of them acts on a terminal.
@Suite struct EscapingTests {
    /// What a terminal acts on, or what hides or turns text.
    private static func acts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format:
            [0x061C, 0x200E, 0x200F].contains(scalar.value) || (0x202A...0x2069).contains(scalar.value)
        default: false
        }
    }

    private static let seeds = [
        "\u{1B}[2J", "\u{1B}]0;x\u{07}", "\u{9B}1m", "\u{202E}", "\r\n", "\u{85}", "\u{2028}",
    ]

    /// Random bytes, some of them made of what is dangerous; as a container's name is read: invalid bytes replaced.
    private func text(_ random: inout SystemRandomNumberGenerator) -> String {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            if Bool.random(using: &random) {
                bytes += Array(Self.seeds.randomElement(using: &random)?.utf8 ?? "".utf8)
            } else {
                bytes += (0..<Int.random(in: 0...6, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func expectSafe(_ printed: String, lines: Int) {
        let bad = printed.unicodeScalars.filter { $0 != "\n" && Self.acts($0) }
        #expect(bad.isEmpty, "\(printed.debugDescription)")
        #expect(printed.split(separator: "\n", omittingEmptySubsequences: false).count == lines + 1)
    }

    @Test func tablesNamesAndMetrics() {
        var random = SystemRandomNumberGenerator()
        let now = Timestamp(unixSeconds: 1_500_000_005)
        for _ in 0..<2000 {
            let hostile = text(&random)
            let process = ProcessRow(
                container: "web", item: ProcessListItem(imageName: hostile, processId: 7), hostProcessID: 1,
                parentProcessID: 1, userID: 0, state: "S", commandLine: [hostile, text(&random)], now: now,
                depth: 1)
            let list = ListRow(
                ContainerProperties(id: "web", state: "Running", name: hostile, owner: hostile), created: nil,
                now: now)
            for width in [nil, 40] as [Int?] {
                expectSafe(table(process, width), lines: 2)
                expectSafe(table(list, width), lines: 2)
            }
            let network = NetworkStats(endpointId: hostile)
            let metrics = PrometheusText([
                StatisticsRow(
                    container: "web", state: "Running", statistics: Statistics(network: [network]),
                    processes: 1)
            ]).text
            expectSafe(metrics, lines: metrics.split(separator: "\n").count)
        }
    }

    private func table<Row: OutputRow>(_ row: Row, _ width: Int?) -> String {
        TableOutput(
            columns: Row.columns(isWide: true), rows: [row.cells(isWide: true)], width: width
        ).text
    }

    /// JSON escapes control characters by itself; the others are its reader's.
    @Test func documents() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let hostile = text(&random)
            let row = ListRow(
                ContainerProperties(id: "web", state: "Running", name: hostile), created: nil,
                now: Timestamp(unixSeconds: 1))
            let written = try documentText(row)
            #expect(!written.utf8.contains { $0 < 0x20 }, "\(written.debugDescription)")
        }
    }

    @Test func aShortenedEscapeStaysAnEscape() {
        for width in 1...12 {
            let short = TableOutput.shortened(EscapedText.of("\u{1B}[31mred"), to: width)
            #expect(DisplayWidth.of(short) <= width && !short.unicodeScalars.contains("\u{1B}"))
        }
    }
}
