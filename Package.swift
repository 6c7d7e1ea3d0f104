// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "hcsctl",
    products: [
        .executable(name: "hcsctl", targets: ["hcsctl"]),
        .executable(name: "hcs-agent", targets: ["hcs-agent"]),
        .library(name: "HCSContainer", targets: ["HCSContainer"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        // The lowest modules: the only ones that see C.
        .systemLibrary(name: "CJSONC", pkgConfig: "json-c", providers: [.apt(["libjson-c-dev"])]),
        .target(name: "CHCSShims"),
        .target(name: "HCSSystem", dependencies: ["CHCSShims", systemPackage]),
        .target(
            name: "CJSONStream", dependencies: ["CJSONC"],
            cSettings: [.define("_GNU_SOURCE")]),
        .target(name: "HCSJSON", dependencies: ["CJSONC", "CJSONStream"]),

        // Pure: documents and their translation.
        .target(name: "HCSSchema"),
        .target(name: "HCSOCI", dependencies: ["HCSSchema"]),

        // The engine.
        .target(name: "HCSStorage", dependencies: ["HCSSystem"]),
        .target(name: "HCSCgroup", dependencies: ["HCSSchema", "HCSSystem"]),
        .target(name: "HCSRuntime", dependencies: ["HCSOCI", "HCSSchema", "HCSJSON", "HCSSystem"]),
        .target(name: "HCSProtocol", dependencies: ["HCSSchema", "HCSJSON", "HCSSystem", systemPackage]),
        .target(name: "HCSNetwork", dependencies: ["HCSProtocol", "HCSSchema", "HCSJSON", "HCSSystem"]),
        .target(
            name: "HCSSupervisor",
            dependencies: [
                "HCSRuntime", "HCSStorage", "HCSNetwork", "HCSCgroup", "HCSProtocol", "HCSOCI", "HCSSchema",
                "HCSJSON",
                "HCSSystem", systemPackage,
            ]),

        .target(
            name: "HCSImage",
            dependencies: ["HCSProtocol", "HCSSchema", "HCSJSON", "HCSSystem"]),

        // The library, the command line, the two programs.
        .target(
            name: "HCSContainer",
            dependencies: [
                "HCSProtocol", "HCSOCI", "HCSStorage", "HCSCgroup", "HCSSchema", "HCSJSON", "HCSSystem",
                systemPackage,
            ]),
        .target(
            name: "HCSCommands", dependencies: ["HCSContainer", "HCSSchema", argumentParser]),
        .executableTarget(
            name: "container-life", dependencies: ["HCSContainer", "HCSSchema"],
            path: "examples/container-life"),
        .executableTarget(name: "hcsctl", dependencies: ["HCSCommands", "HCSSupervisor", "HCSImage"]),
        .executableTarget(name: "hcs-agent", dependencies: ["CHCSShims"]),

        .testTarget(name: "HCSSystemTests", dependencies: ["HCSSystem"]),
        .testTarget(name: "HCSJSONTests", dependencies: ["HCSJSON", "HCSSchema"], exclude: ["Fixtures"]),
        .testTarget(name: "HCSSchemaTests", dependencies: ["HCSSchema"]),
        .testTarget(name: "HCSOCITests", dependencies: ["HCSOCI", "HCSSchema", "HCSJSON"]),
        .testTarget(name: "HCSStorageTests", dependencies: ["HCSStorage", "HCSSystem"]),
        .testTarget(name: "HCSCgroupTests", dependencies: ["HCSCgroup", "HCSSystem"]),
        .testTarget(
            name: "HCSRuntimeTests", dependencies: ["HCSRuntime", "HCSOCI", "HCSSchema", "HCSSystem"]),
        .testTarget(
            name: "HCSProtocolTests",
            dependencies: ["HCSProtocol", "HCSJSON", "HCSSystem", "HCSSchema", "CHCSShims"]),
        .testTarget(name: "HCSAgentTests", dependencies: ["CHCSShims"]),
        .testTarget(name: "HCSSupervisorTests", dependencies: ["HCSSupervisor", "HCSProtocol", "HCSSchema"]),
        .testTarget(name: "HCSImageTests", dependencies: ["HCSImage"]),
        .testTarget(
            name: "HCSContainerTests",
            dependencies: ["HCSContainer", "HCSProtocol", "HCSSchema", "HCSSystem", "hcsctl"]),
        .testTarget(
            name: "HCSCommandsTests",
            dependencies: ["HCSCommands", "HCSContainer", "HCSSchema", "HCSJSON", argumentParser]),
        .testTarget(name: "CLITests", dependencies: ["hcsctl", "container-life"]),
    ],
    swiftLanguageModes: [.v6]
)

// One set of rules for every Swift target.
for target in package.targets where !["CJSONC", "CJSONStream", "CHCSShims"].contains(target.name) {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}

// The agent is PID 1 of a container: no runtime library, no dynamic loader, under 1 MB.
for target in package.targets where target.name == "hcs-agent" {
    target.swiftSettings? += [
        .enableExperimentalFeature("Embedded"), .unsafeFlags(["-wmo", "-Osize", "-parse-as-library"]),
    ]
    target.linkerSettings = [
        .unsafeFlags(["-Xclang-linker", "-static", "-Xlinker", "--gc-sections", "-lm"])
    ]
}
