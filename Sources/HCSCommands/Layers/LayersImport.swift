internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct LayersImport: Verb {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make layers of archives, images and folders.",
        discussion: """
            SOURCE is a path: a tar archive (plain, gz, xz, zst), an image archive of docker's or OCI, an OCI layout, \
            or a folder. `-` is a tar archive on standard input; tar:PATH and folder:PATH take no guess; any image \
            skopeo can name works too (docker://, oci:, docker-archive:).

            Prints a document's Layers, the topmost first; several sources lie on each other, the first on top. An \
            archive that would reach out of its layer, holds devices or is too large is refused, and nothing of it \
            stays.

            EXAMPLES:
              hcsctl layers import debian.tar.zst
              hcsctl layers import docker://docker.io/library/alpine:3.20
              hcsctl layers import ./app ./base.tar -q

            EXIT STATUS: 0; 65 damaged or refused; 69 skopeo or bsdtar is missing; 124 --timeout.
            """)
    static let operation = "layers import"

    @Argument(help: ArgumentHelp("What to import.", valueName: "source"))
    var sources: [String]

    @Option(
        help: ArgumentHelp("The most a source may unpack to: 512M, 16G (default 16G).", valueName: "size"),
        transform: MemorySize.parse)
    var maxSize: Int64?

    @Option(help: ArgumentHelp("The most entries a source may have.", valueName: "count"))
    var maxEntries = 1_000_000

    @OptionGroup var options: LayerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if let maxSize, maxSize < 1 || maxSize > 1 << 40 {
            throw ValidationError("--max-size is no size of a layer")
        }
        if maxEntries < 1 { throw ValidationError("--max-entries must be 1 or more") }
        if sources.filter({ $0 == "-" }).count > 1 {
            throw ValidationError("standard input can be read once")
        }
    }

    func execute(_ context: CommandContext) throws {
        let store = options.store(context)
        var limits = LayerStore.ImportLimits(entries: maxEntries, time: global.timeout)
        if let maxSize { limits.bytes = maxSize << 20 }
        let bar = ImportProgress(context)
        var layers: [Layer] = []
        for source in sources {
            defer { bar?.clear() }
            let found = try store.importLayers(from: source, limits: limits) { bar?.show($0, of: source) }
            // Overlay takes no folder twice; the upper one counts.
            layers += found.filter { !layers.contains($0) }
        }
        switch context.renderer.effectiveFormat {
        case .name: try context.renderer.names(layers.map(\.id))
        case .jsonl: try context.renderer.lines(layers)
        default: try context.renderer.document(layers)
        }
    }
}
