import HCSSystem
import Testing

@testable import HCSContainer

@Suite struct DetachTests {
    private let start = Instant(nanoseconds: 1_000_000_000)

    @Test func passesTheBeginningOnAndSwallowsTheLast() throws {
        var scanner = try #require(DetachScanner([0x1D, 0x1D, 0x1D]))
        let first = scanner.scan([0x61, 0x1D, 0x1D], at: start)
        #expect(first.count == 3 && !first.isComplete)
        let last = scanner.scan([0x1D, 0x62], at: start + .milliseconds(900))
        #expect(last.count == 0 && last.isComplete)
    }

    @Test func startsAnewAfterASecondOrAnotherKey() throws {
        var scanner = try #require(DetachScanner([0x10, 0x11]))
        #expect(!scanner.scan([0x10], at: start).isComplete)
        #expect(!scanner.scan([0x11], at: start + .milliseconds(1100)).isComplete)
        #expect(!scanner.scan([0x10, 0x61, 0x11], at: start).isComplete)
        #expect(scanner.scan([0x10, 0x10, 0x11], at: start).isComplete)
        #expect(DetachScanner([]) == nil)
    }

    @Test(arguments: [
        ("\u{1B}[?1049h", true), ("\u{1B}[?1049hx\u{1B}[?1049l", false), ("\u{1B}[?47h", true),
        ("\u{1B}[1049h", false),
        ("plain", false), ("\u{1B}[?25l", false), ("\u{1B}[?2004h\u{1B}[?1047h", true),
    ])
    func alternateScreens(_ text: String, _ isShown: Bool) {
        var whole = AlternateScreen()
        whole.scan(Array(text.utf8))
        #expect(whole.isShown == isShown)
        var pieces = AlternateScreen()
        for byte in text.utf8 { pieces.scan([byte]) }
        #expect(pieces.isShown == isShown)
    }
}
