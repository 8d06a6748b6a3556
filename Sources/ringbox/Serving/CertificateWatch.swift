import Dispatch
import Glibc
import HTTPFrontend
import HandlerHost
import ServiceLifecycle

/// Reads the certificate again when its files change, and on `SIGHUP`.
struct CertificateWatch: Service {
    let identity: TLSIdentity
    let interval: Duration
    let host: HandlerHost

    func run() async {
        let (occasions, continuation) = AsyncStream<Bool>.makeStream(bufferingPolicy: .bufferingNewest(4))
        signal(SIGHUP, SIG_IGN)
        let hangup = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        hangup.setEventHandler { continuation.yield(true) }
        hangup.resume()
        defer { hangup.cancel() }
        let timer = DispatchSource.makeTimerSource(queue: .global())
        let milliseconds = Int(clamping: interval.components.seconds * 1_000 + interval.components.attoseconds / 1_000_000_000_000_000)
        timer.schedule(deadline: .now() + .milliseconds(milliseconds), repeating: .milliseconds(milliseconds))
        timer.setEventHandler { continuation.yield(false) }
        timer.resume()
        defer { timer.cancel() }
        for await isForced in occasions.cancelOnGracefulShutdown() { refresh(isForced: isForced) }
    }

    private func refresh(isForced: Bool) {
        do throws(TLSFileError) {
            if try identity.refresh(isForced: isForced) { host.note(.loaded, "new connections get the certificate that was read again") }
        } catch {
            host.note(.error, "\(error); the certificate before it goes on")
        }
    }
}
