import NIOCore

extension TurnRecord {
    /// The most bytes that are kept of a body, a reply or a patch.
    static let longestText = 64 << 10

    /// The record as it is kept: of long texts the beginning, of long patches nothing, and no more memory than that needs.
    ///
    /// To be called when nothing is hidden in the texts any more: what is hidden could be cut in two.
    var shortened: TurnRecord {
        guard [requestBody, reply, patch, log].contains(where: { $0.storageCapacity > 2 * Self.longestText }) else { return self }
        var cut = cut
        func beginning(of text: ByteBuffer, _ name: String) -> ByteBuffer {
            guard text.storageCapacity > 2 * Self.longestText else { return text }
            if text.readableBytes > Self.longestText { cut[name] = text.readableBytes }
            // A part of a buffer would keep all of it.
            return ByteBuffer(bytes: text.readableBytesView.prefix(Self.longestText))
        }
        let ownLog = log.storageCapacity > 2 * Self.longestText ? ByteBuffer(bytes: log.readableBytesView) : log
        let shortPatch = beginning(of: patch, "patch")
        return TurnRecord(
            id: id, time: time, sandbox: sandbox, method: method, path: path, query: query, route: route, bundle: bundle, outcome: outcome,
            isFallback: isFallback, status: status, requestBody: beginning(of: requestBody, "requestBody"),
            reply: beginning(of: reply, "reply"), findings: findings, log: ownLog, patch: cut["patch"] == nil ? shortPatch : ByteBuffer(),
            stateVersion: stateVersion, detail: detail, place: place, stack: stack, near: near, durations: durations, runs: runs, cut: cut)
    }
}
