import ChildPrograms
import NIOSSL
import Synchronization

/// What a server shows over TLS, which may be exchanged while it runs: a new connection gets what is there when it begins.
package final class TLSIdentity: Sendable {
    /// The bytes of the files.
    private struct Material: Equatable {
        var certificate: [UInt8]
        var key: [UInt8]
    }

    private struct State {
        var context: NIOSSLContext
        /// What was read last, whether or not it could be served with.
        var material: Material?
    }

    /// Of each file, in bytes: a chain of certificates has some kilobytes.
    private static let longestFile = 1 << 20

    private let files: TLSFiles
    private let state: Mutex<State>

    /// Reads the files.
    package init(_ files: TLSFiles) throws(TLSFileError) {
        self.files = files
        let material = try Self.material(in: files)
        state = Mutex(State(context: try Self.context(of: material, in: files), material: material))
    }

    var context: NIOSSLContext { state.withLock { $0.context } }

    /// Reads the files again, which blocks, and serves with them if they are others than at the last time, or in any case when `isForced`.
    ///
    /// - Returns: Whether new connections get what was read.
    /// - Throws: Why it cannot be served with; what was there before stays.
    package func refresh(isForced: Bool) throws(TLSFileError) -> Bool {
        let material: Material
        do throws(TLSFileError) {
            material = try Self.material(in: files)
        } catch {
            // Said once, and not every time that somebody looks.
            guard state.withLock({ $0.material != nil }) || isForced else { return false }
            state.withLock { $0.material = nil }
            throw error
        }
        let isNew = state.withLock { state in
            defer { state.material = material }
            return state.material != material
        }
        guard isNew || isForced else { return false }
        let context = try Self.context(of: material, in: files)
        state.withLock { $0.context = context }
        return true
    }

    private static func material(in files: TLSFiles) throws(TLSFileError) -> Material {
        Material(certificate: try bytes(of: files.certificate), key: try bytes(of: files.key))
    }

    private static func bytes(of path: String) throws(TLSFileError) -> [UInt8] {
        do throws(RegularFile.Failure) {
            return try RegularFile.read(path, limit: longestFile)
        } catch {
            throw .unreadable(path: path, error)
        }
    }

    private static func context(of material: Material, in files: TLSFiles) throws(TLSFileError) -> NIOSSLContext {
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(material.certificate), !chain.isEmpty else {
            throw .noCertificate(path: files.certificate)
        }
        guard let key = try? NIOSSLPrivateKey(bytes: material.key, format: .pem) else { throw .noKey(path: files.key) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        guard let context = try? NIOSSLContext(configuration: configuration) else {
            throw .noPair(certificate: files.certificate, key: files.key)
        }
        return context
    }
}
