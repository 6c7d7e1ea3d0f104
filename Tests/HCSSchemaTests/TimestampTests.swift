import HCSSchema
import Testing

struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", Timestamp(unixSeconds: 0), nil),
            ("0001-01-01T00:00:00Z", .zero, nil),
            (
                "2016-08-09T21:49:12.3456789Z",
                Timestamp(unixSeconds: 1_470_779_352, nanoseconds: 345_678_900), nil
            ),
            ("2016-08-09T21:49:12+02:00", Timestamp(unixSeconds: 1_470_772_152, utcOffset: 7200), nil),
            ("2016-08-09T21:49:12-00:30", Timestamp(unixSeconds: 1_470_781_152, utcOffset: -1800), nil),
            ("1969-12-31T23:59:59.5Z", Timestamp(unixSeconds: -1, nanoseconds: 500_000_000), nil),
            ("2000-02-29T00:00:00Z", Timestamp(unixSeconds: 951_782_400), nil),
            ("0000-02-29T00:00:00Z", Timestamp(unixSeconds: -62_162_121_600), nil),
            (
                "9999-12-31T23:59:59.999999999Z",
                Timestamp(unixSeconds: 253_402_300_799, nanoseconds: 999_999_999), nil
            ),
            ("2016-08-09T21:49:12.000Z", Timestamp(unixSeconds: 1_470_779_352), "2016-08-09T21:49:12Z"),
            ("2016-08-09T21:49:12-00:00", Timestamp(unixSeconds: 1_470_779_352), "2016-08-09T21:49:12Z"),
            (
                "2016-08-09T21:49:12.1234567899Z",
                Timestamp(unixSeconds: 1_470_779_352, nanoseconds: 123_456_789),
                "2016-08-09T21:49:12.123456789Z"
            ),
        ] as [(String, Timestamp, String?)])
    func readsAndWrites(_ text: String, _ expected: Timestamp, _ written: String?) {
        #expect(Timestamp(text) == expected)
        #expect(expected.description == written ?? text)
    }

    @Test(arguments: [
        "", "2016-08-09", "2016-08-09T21:49:12", "2016-08-09 21:49:12Z", "2016-08-09t21:49:12Z",
        "2016-08-09T21:49:12z", "2016-02-30T00:00:00Z", "2015-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2016-00-01T00:00:00Z", "2016-13-01T00:00:00Z", "2016-01-00T00:00:00Z", "2016-01-32T00:00:00Z",
        "2016-08-09T24:00:00Z", "2016-08-09T23:60:00Z", "2016-08-09T23:59:60Z", "2016-08-09T1:49:12Z",
        "2016-08-09T21:49:12,5Z", "2016-08-09T21:49:12.Z", "2016-08-09T21:49:12+25:00",
        "2016-08-09T21:49:12+01:60", "2016-08-09T21:49:12+0100", "2016-08-09T21:49:12ZZ",
        " 2016-08-09T21:49:12Z",
        "16-08-09T21:49:12Z", "1470779352", "２016-08-09T21:49:12Z",
    ])
    func refuses(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        for day in stride(from: Int64(-146_097), to: 146_097, by: 1) {
            let time = Timestamp(unixSeconds: day * 86400 + 1)
            guard Timestamp(time.description) == time else {
                Issue.record("\(time)")
                return
            }
        }
    }
}
