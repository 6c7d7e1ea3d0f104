import HCSContainer
import HCSSchema
import Testing

@testable import HCSCommands

@Suite struct ExitStatusTests {
    static let table: [(ContainerError.Code, Int32, Int32)] = [
        (.notFound, 3, 125), (.processNotFound, 3, 125), (.alreadyExists, 5, 125),
        (.processAlreadyStopped, 4, 125),
        (.invalidProcessState, 4, 125), (.invalidState, 4, 125), (.alreadyStopped, 4, 125),
        (.unexpectedExit, 1, 125),
        (.operationPending, 75, 125), (.invalidDocument, 65, 125), (.invalidArgument, 65, 125),
        (.unsupported, 69, 125), (.permissionDenied, 77, 125), (.resourceExhausted, 1, 125),
        (.timedOut, 124, 124),
        (.alreadyClosed, 70, 125), (.handleClosed, 70, 125), (.processStartFailed, 1, 125),
        (.runtimeFailed, 1, 125),
        (.missingProgram, 69, 125), (.supervisorLost, 69, 125), (.unexpectedValue, 70, 125),
        (.systemFailed, 1, 125),
        (.init(rawValue: "FromTheFuture"), 1, 125),
    ]

    @Test(arguments: table)
    func everyCodeInBothFamilies(_ code: ContainerError.Code, _ own: Int32, _ child: Int32) {
        let error = ContainerError(code, operation: "x", reason: "y")
        #expect(HCSCommands.ExitStatus(error, in: .own).rawValue == own)
        #expect(HCSCommands.ExitStatus(error, in: .child).rawValue == child)
    }

    @Test(
        arguments: [
            (.execute, 2, 127), (.execute, 13, 126), (.execute, 21, 126), (.execute, 8, 126),
            (.execute, 20, 126),
            (.execute, 40, 126), (.execute, 7, 126), (.user, 2, 125), (.directory, 2, 125),
            (.directory, 13, 125),
            (.console, 2, 125), (.streams, 2, 125), (.resources, 11, 125), (.request, 22, 125),
        ] as [(ContainerError.StartStage, Int32, Int32)])
    func theCommandAloneIs126Or127(_ stage: ContainerError.StartStage, _ errno: Int32, _ status: Int32) {
        let error = ContainerError(
            .processStartFailed, operation: "exec", reason: "y",
            cause: .processStart(stage: stage, errno: errno))
        #expect(HCSCommands.ExitStatus(error, in: .child).rawValue == status)
        #expect(HCSCommands.ExitStatus(error, in: .own).rawValue == 1)
    }

    @Test(
        arguments: [
            ([], 0), ([.notFound], 3), ([.notFound, .notFound], 3), ([.notFound, .wrongState], 1),
            ([.timedOut], 124),
        ] as [([HCSCommands.ExitStatus], Int32)])
    func severalTargets(_ failures: [HCSCommands.ExitStatus], _ status: Int32) {
        #expect(HCSCommands.ExitStatus.ofTargets(failures).rawValue == status)
    }

    @Test(
        arguments: [(0, nil, 0), (3, nil, 3), (137, 9, 137), (143, 15, 143), (256, nil, 0), (-1, nil, 255)]
            as [(Int32, Int32?, Int32)])
    func childsStatus(_ code: Int32, _ signal: Int32?, _ status: Int32) {
        let exit = ProcessExit(code: code, signal: signal, outOfMemory: false, time: .init(unixSeconds: 0))
        #expect(ProcessStay.status(of: exit) == status)
    }

    @Test func inputFilesHaveTheirOwnStatus() throws {
        #expect(HCSCommands.ExitStatus.own(.missingInput, in: .own).rawValue == 66)
        #expect(HCSCommands.ExitStatus.own(.cannotCreate, in: .own).rawValue == 73)
        #expect(HCSCommands.ExitStatus.own(.missingInput, in: .child).rawValue == 125)
    }
}
