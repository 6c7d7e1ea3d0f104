import Foundation
import Testing

/// `hcsctl layers` on archives made by python3's tarfile.
@Suite(.realContainers) struct LayerTests {
    @Test func importsALayerWholeAndRunsIt() throws {
        try CLIFixture.with(.crun) { fixture in
            try fixture.archives()
            let layer = try #require(try fixture.imports("upper.tar").first)
            // The name of a layer is the digest of its archive, however that is compressed.
            for name in ["upper.tar.gz", "upper.tar.xz"] {
                #expect(try fixture.imports(name) == [layer])
            }
            let input = try fixture.run(
                ["layers", "import", "-", "-q"], input: .file("\(fixture.folder)/upper.tar"))
            #expect(input.word == layer.id)
            let base = try #require(try fixture.imports("layer").first)
            try fixture.succeed(
                ["create", fixture.id, "--start", "--layer", layer.path, "--layer", base.path])
            let script = """
                stat -c '%u:%g %a %h' /etc/a; cat /etc/a; readlink /etc/c; ls /home; ls -a /tmp; test -e /etc/group || echo gone
                """
            let result = try fixture.exec("sh", "-c", script)
            #expect(
                result.lines == ["7:8 4755 2", "hello", "/nowhere", ".", "..", "new", "gone"], "\(result)")

            let list = try fixture.run(["layers", "list", "--format", "json"])
            #expect(list.text.contains(fixture.id), "\(list)")
            let refused = try fixture.run(["layers", "delete", String(layer.id.prefix(8))])
            #expect(refused.status == 4 && refused.message.contains("in use by \(fixture.id)"), "\(refused)")
            try fixture.succeed(["delete", "-f", fixture.id])
            try fixture.succeed(["layers", "delete", layer.id, base.id])
            #expect(try fixture.layerFiles().isEmpty)
            #expect(try fixture.run(["layers", "delete", layer.id]).status == 3)
        }
    }

    @Test func importsImages() throws {
        try CLIFixture.with(.crun) { fixture in
            try fixture.archives()
            let fromLayout = try fixture.imports("layout")
            #expect(fromLayout.count == 2)
            for (transport, name) in [("oci-archive", "oci.tar"), ("docker-archive", "docker.tar")] {
                let copy = try fixture.program(
                    "/usr/bin/skopeo", ["copy", "-q", "oci:layout", "\(transport):\(name)"])
                #expect(copy.status == 0, "\(copy)")
                #expect(try fixture.imports(name) == fromLayout)
            }
            #expect(try fixture.program("/bin/gzip", ["-k", "docker.tar"]).status == 0)
            #expect(try fixture.imports("docker.tar.gz") == fromLayout)
            try fixture.succeed(["layers", "delete", "--unused"])
            for (name, words) in [("bad-blob", "igest"), ("bad-diff", "the image says sha256:")] {
                let result = try fixture.run(["layers", "import", "oci:\(fixture.folder)/\(name)"])
                #expect(result.status != 0 && result.message.contains(words), "\(result)")
            }
            #expect(try fixture.layerFiles().isEmpty)
        }
    }

    @Test func refusesHostileArchivesWhole() throws {
        try CLIFixture.with(.crun) { fixture in
            try fixture.archives()
            for (name, words) in [
                ("dotdot", "through '..'"), ("absolute", "absolute path"), ("link", "symlink"),
                ("inner-link", "symlink"), ("hard", "leads out of the layer"),
                ("hard-absolute", "leads out of the layer"), ("hard-program", "does not exist"),
                ("device", "device node"), ("pax", "through '..'"), ("trusted", "trusted.overlay.redirect"),
                ("whiteout", "no valid whiteout"), ("garbage", "not a tar archive"),
                ("empty", "not a tar archive"), ("short", "in the middle of an entry"),
            ] {
                let result = try fixture.run(["layers", "import", "\(fixture.folder)/\(name).tar"])
                #expect(result.status == 65 && result.message.contains(words), "\(result)")
            }
            let bomb = "\(fixture.folder)/bomb.tar.gz"
            let large = try fixture.run(["layers", "import", bomb, "--max-size", "2M"])
            #expect(large.status == 65 && large.message.contains("more than 2097152 bytes"), "\(large)")
            let many = try fixture.run(["layers", "import", bomb, "--max-entries", "2"])
            #expect(many.status == 65 && many.message.contains("more than 2 entries"), "\(many)")
            #expect(try fixture.layerFiles().isEmpty)
            #expect(!FileManager.default.fileExists(atPath: "\(fixture.folder)/evil"))
        }
    }

    @Test func leavesNothingWhenInterrupted() throws {
        try CLIFixture.with(.crun) { fixture in
            try fixture.archives()
            for signal in [SIGINT, SIGKILL] {
                // An archive that does not end: the worker waits for more of it.
                let ends = try makePipe()
                defer { close(ends.write) }
                let start = [UInt8](
                    try Data(contentsOf: URL(fileURLWithPath: "\(fixture.folder)/upper.tar")).prefix(2048))
                #expect(write(ends.write, start, start.count) == start.count)
                var invocation = fixture.invocation(["layers", "import", "-"])
                invocation.input = .descriptor(ends.read)
                let program = try RunningProgram(invocation)
                close(ends.read)
                #expect(try eventually(within: 20) { try !fixture.layerFiles().isEmpty })
                kill(program.pid, signal)
                #expect(try program.wait().status == 128 + signal)
                #expect(try eventually(within: 20) { try fixture.layerFiles().isEmpty })
            }
        }
    }

    @Test func importsOneLayerTwiceAtOnce() throws {
        try CLIFixture.with(.crun) { fixture in
            try fixture.archives()
            let programs = try (0..<3).map { _ in
                try RunningProgram(
                    fixture.invocation(["layers", "import", "-q", "\(fixture.folder)/upper.tar"]))
            }
            let results = try programs.map { try $0.wait() }
            #expect(results.allSatisfy { $0.status == 0 }, "\(results)")
            #expect(Set(results.map(\.word)).count == 1)
            #expect(try fixture.layerFiles() == [results[0].word])
        }
    }
}

struct ImportedLayer: Hashable, Decodable {
    let id: String
    let path: String

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case path = "Path"
    }
}

extension CLIFixture {
    fileprivate func imports(_ name: String) throws -> [ImportedLayer] {
        let result = try run(["layers", "import", "\(folder)/\(name)"])
        #expect(result.status == 0, "\(result)")
        return try JSONDecoder().decode([ImportedLayer].self, from: Data(result.output))
    }

    /// What is in the folder of layers, but for its lock.
    fileprivate func layerFiles() throws -> [String] {
        let path = "\(root)-layers"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != ".lock" }
    }

    fileprivate func program(_ path: String, _ arguments: [String]) throws -> ProgramResult {
        let line = (["cd \(folder) && exec \(path)"] + arguments).joined(separator: " ")
        return try RunningProgram(
            Invocation(path: "/bin/sh", arguments: ["-c", line], environment: ["PATH": "/usr/bin:/bin"])
        ).wait()
    }

    fileprivate func archives() throws {
        try Data(Self.script.utf8).write(to: URL(fileURLWithPath: "\(folder)/archives.py"))
        let result = try program("/usr/bin/python3", ["archives.py"])
        #expect(result.status == 0, "\(result)")
    }

    private static let script = """
        import gzip, hashlib, io, json, lzma, os, shutil, tarfile
        R, D, S, L, C = tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE
        def tar(name, *entries):
            with tarfile.open(name + '.tar', 'w', format=tarfile.PAX_FORMAT) as archive:
                for path, kind, extra in entries:
                    info = tarfile.TarInfo(path)
                    info.type, info.mode = kind, 0o755 if kind == D else 0o644
                    data = extra.pop('data', None)
                    if data is not None: info.size = len(data)
                    for key, value in extra.items(): setattr(info, key, value)
                    archive.addfile(info, io.BytesIO(data) if data is not None else None)
        def bytes_of(name):
            with open(name, 'rb') as file: return file.read()
        def put(name, data):
            with open(name, 'wb') as file: file.write(data)
        f = lambda **extra: dict(extra)
        tar('upper', ('./', D, f()), ('./etc/', D, f()), ('./etc/a', R, f(data=b'hello\\n', uid=7, gid=8, mode=0o4755)),
            ('./etc/b', L, f(linkname='./etc/a')), ('./etc/c', S, f(linkname='/nowhere')), ('./etc/.wh.group', R, f()),
            ('./home/', D, f()), ('./home/.wh..wh..opq', R, f()), ('./tmp/', D, f()), ('./tmp/new', R, f()), ('./.wh.tmp', R, f()),
            ('./.wh..wh.aufs', R, f()), ('./' + 'l' * 120 + '/' + 'm' * 150, R, f(data=b'z')))
        put('upper.tar.gz', gzip.compress(bytes_of('upper.tar')))
        put('upper.tar.xz', lzma.compress(bytes_of('upper.tar')))
        tar('second', ('bin', R, f(data=b'x')))
        tar('dotdot', ('a', R, f()), ('../evil', R, f(data=b'x')))
        tar('absolute', ('a', R, f()), (os.getcwd() + '/evil', R, f(data=b'x')))
        tar('link', ('a', S, f(linkname=os.getcwd())), ('a/evil', R, f(data=b'x')))
        tar('inner-link', ('d/', D, f()), ('d/a', S, f(linkname='..')), ('d/a/evil', R, f(data=b'x')))
        tar('hard', ('a', L, f(linkname='../../etc/passwd')))
        tar('hard-absolute', ('a', L, f(linkname='/etc/passwd')))
        tar('hard-program', ('a', L, f(linkname='usr/bin/bsdtar')))
        tar('device', ('a', C, f(devmajor=1, devminor=3)))
        tar('pax', ('a', R, f(data=b'x', pax_headers={'path': '../evil'})))
        tar('trusted', ('a/', D, f(pax_headers={'SCHILY.xattr.trusted.overlay.redirect': '/etc'})))
        tar('whiteout', ('.wh...', R, f()))
        tar('large', ('a', R, f(data=bytes(3 << 20))), ('b', R, f()), ('c', R, f()))
        put('bomb.tar.gz', gzip.compress(bytes_of('large.tar')))
        put('garbage.tar', os.urandom(5000))
        put('empty.tar', b'')
        put('short.tar', bytes_of('upper.tar')[:3000])
        def layout(name, digest_of=lambda data: data, damage=False):
            os.makedirs(name + '/blobs/sha256')
            sha = lambda data: hashlib.sha256(data).hexdigest()
            def blob(data, kind):
                put(name + '/blobs/sha256/' + sha(data), data)
                return {'mediaType': 'application/vnd.oci.image.' + kind, 'digest': 'sha256:' + sha(data), 'size': len(data)}
            tars = [bytes_of('second.tar'), bytes_of('upper.tar')]
            layers = [blob(gzip.compress(data), 'layer.v1.tar+gzip') for data in tars]
            configuration = json.dumps({'architecture': 'amd64', 'os': 'linux', 'rootfs': {
                'type': 'layers', 'diff_ids': ['sha256:' + sha(digest_of(data)) for data in tars]}}).encode()
            manifest = blob(json.dumps({'schemaVersion': 2, 'mediaType': 'application/vnd.oci.image.manifest.v1+json',
                'config': blob(configuration, 'config.v1+json'), 'layers': layers}).encode(), 'manifest.v1+json')
            put(name + '/index.json', json.dumps({'schemaVersion': 2, 'manifests': [manifest]}).encode())
            put(name + '/oci-layout', b'{"imageLayoutVersion":"1.0.0"}')
            if damage:
                path = name + '/blobs/sha256/' + layers[1]['digest'][7:]
                data = bytearray(bytes_of(path))
                data[len(data) // 2] ^= 1
                put(path, bytes(data))
        layout('layout')
        layout('bad-diff', digest_of=lambda data: data + b'x')
        layout('bad-blob', damage=True)
        """
}
