import Hummingbird
import HummingbirdCore

extension HTTP1Channel.Configuration {
    /// What connections may send, and how long they may be silent between requests and within one.
    static var limited: HTTP1Channel.Configuration {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: RequestLimits.decoderHeaders, maxHeaderListSize: RequestLimits.decoderHeaders,
            maxHeaderFieldCount: RequestLimits.decoderHeaderCount)
        return HTTP1Channel.Configuration(idleTimeout: .seconds(75), httpDecoderConfiguration: decoder)
    }
}

extension ApplicationConfiguration {
    static func listening(at address: ListenAddress) -> ApplicationConfiguration {
        ApplicationConfiguration(address: .hostname(address.host, port: address.port), backlog: 1_024)
    }
}
