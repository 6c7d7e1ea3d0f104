internal import HCSJSON
package import HCSOCI
internal import HCSSystem

/// A runtime's bundle: a folder with `config.json`.
package enum Bundle {
    /// Writes `config.json`, mode 0600, into an existing folder of mode 0700 (CVE-2021-41103).
    package static func write(_ spec: OCI.Spec, to folder: String) throws(RuntimeError) {
        let bytes = try encode(spec)
        do {
            try Files.replace("config.json", with: bytes, at: Files.openFolder(folder))
        } catch {
            throw .bundle(error)
        }
    }

    static func encode(_ spec: OCI.Spec) throws(RuntimeError) -> [UInt8] {
        do {
            return try DocumentEncoder().encode(spec)
        } catch {
            throw .encoding("\(error)")
        }
    }
}
