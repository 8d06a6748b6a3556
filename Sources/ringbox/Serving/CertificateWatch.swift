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

    /// Reading happens on the thread of a queue: a disk or a server that does not answer holds up nothing else, and not the stop.
    func run() async {
        let queue = DispatchQueue(label: "ringbox.certificates")
        signal(SIGHUP, SIG_IGN)
        let hangup = DispatchSource.makeSignalSource(signal: SIGHUP, queue: queue)
        hangup.setEventHandler { refresh(isForced: true) }
        hangup.resume()
        defer { hangup.cancel() }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        let milliseconds = Int(clamping: interval.components.seconds * 1_000 + interval.components.attoseconds / 1_000_000_000_000_000)
        timer.schedule(deadline: .now() + .milliseconds(milliseconds), repeating: .milliseconds(milliseconds))
        timer.setEventHandler { refresh(isForced: false) }
        timer.resume()
        defer { timer.cancel() }
        // It throws when the task is cancelled, which is an end as well.
        try? await gracefulShutdown()
    }

    private func refresh(isForced: Bool) {
        do throws(TLSFileError) {
            if try identity.refresh(isForced: isForced) { host.note(.loaded, "new connections get the certificate that was read again") }
        } catch {
            host.note(.error, "\(error); the certificate before it goes on")
        }
    }
}
