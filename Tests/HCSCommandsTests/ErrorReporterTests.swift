import HCSContainer
import HCSSchema
import Testing

@testable import HCSCommands

@Suite struct ErrorReporterTests {
    private let paused = ContainerError(
        .invalidState, operation: "exec", containerID: "web", reason: "container is paused",
        hint: "hcsctl resume web")

    @Test func textIsOneLineAndAHint() {
        #expect(
            ErrorReporter(format: .text).text(paused, status: .wrongState)
                == "hcsctl: exec web: container is paused\nhint: hcsctl resume web\n")
    }

    @Test func textNamesTheProcess() {
        let error = ContainerError(
            .processAlreadyStopped, operation: "kill", containerID: "web", processID: 7,
            reason: "already exited")
        #expect(
            ErrorReporter(format: .text).text(error, status: .wrongState)
                == "hcsctl: kill web/7: already exited\n")
    }

    @Test func debugNamesTheCode() {
        #expect(
            ErrorReporter(format: .text, debug: true).text(paused, status: .wrongState).split(separator: "\n")
                .last
                == "debug: code InvalidState, ErrVmcomputeOperationInvalidState (0xc0370105)")
    }

    @Test func furtherFindingsComeALineEach() throws {
        let error = ContainerError(
            .invalidDocument, operation: "create", containerID: "web", reason: "error: /Layers: is empty",
            cause: .document([DocumentFinding("/Layers", "is empty"), DocumentFinding("/Owner", "is odd")]))
        #expect(
            ErrorReporter(format: .text).text(error, status: .badDocument)
                == "hcsctl: create web: error: /Layers: is empty\n  /Owner: is odd\n")
        #expect(
            try documentText(ErrorDocument(error: error, status: .badDocument))
                .hasSuffix(#""Events":[{"Message":"/Layers: is empty"},{"Message":"/Owner: is odd"}]}"#))
    }

    @Test func whatTheContainerSaysCannotMoveTheCursor() {
        let error = ContainerError(.runtimeFailed, operation: "start", reason: "a\u{1B}[2Jb\nc\u{202E}d")
        #expect(
            ErrorReporter(format: .text).text(error, status: .failure)
                == "hcsctl: start: a\\x1b[2Jb\\nc\\u{202e}d\n")
    }

    @Test func documentHasEveryKey() throws {
        let envelope = ErrorDocument.Envelope(error: ErrorDocument(error: paused, status: .wrongState))
        #expect(
            try documentText(envelope) == """
                {"SchemaVersion":"1.0","Error":{"Code":"InvalidState","Name":"ErrVmcomputeOperationInvalidState",\
                "HResult":"0xc0370105","Operation":"exec","Container":"web","ProcessId":null,\
                "Message":"container is paused","Hint":"hcsctl resume web","Retryable":false,"ExitCode":4,"Events":[]}}
                """)
    }

    @Test func usageHasNoHCSName() throws {
        let error = ContainerError(.usage, operation: "kill", reason: "no process given")
        let text = try documentText(ErrorDocument(error: error, status: .usage))
        #expect(
            text.contains(#""Code":"Usage","Name":null,"HResult":null"#) && text.contains(#""ExitCode":64"#))
    }

    @Test(arguments: [
        ("Error: Missing expected argument '<id>'.", "missing expected argument '<id>'"),
        ("Unknown option", "unknown option"),
        ("no", "no"), ("HCSCTL_FORMAT is odd", "HCSCTL_FORMAT is odd"),
    ])
    func parsersSentences(_ sentence: String, _ reason: String) {
        #expect(UsageReport.reason(Substring(sentence)) == reason)
    }

    @Test(arguments: [
        ("kil", "kill"), ("exce", "exec"), ("strat", "start"), ("statz", "stats"), ("lst", "list"),
        ("termin", "terminate"),
        ("inspec", "inspect"), ("pd", "ps"), ("shutdwon", "shutdown"),
    ])
    func suggestions(_ typed: String, _ meant: String) {
        #expect(Suggestion.closest(to: typed, among: HCSCommand.names) == meant)
    }

    @Test(arguments: ["xyzzy", "container", "q"])
    func noSuggestions(_ typed: String) {
        #expect(Suggestion.closest(to: typed, among: HCSCommand.names) == nil)
    }
}
