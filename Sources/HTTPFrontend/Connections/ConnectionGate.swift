import HTTPText
import HandlerHost
import NIOCore

/// Stands between the bytes of a connection and what decodes them.
///
/// It passes on one request at a time, each when the answer before it is on its way, and its head only when it is whole and
/// unambiguous. Everything that a connection may keep waiting for has its deadline here.
final class ConnectionGate: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        /// Between requests, or inside a head.
        case head
        case body
        /// The request is whole; its answer is not.
        case answering
        /// The answer is on its way, and what came behind the request waits until it is the connection's turn.
        case waiting
        /// What comes is thrown away until the connection is closed.
        case ending
    }

    let policy: ConnectionPolicy
    private let seat: ConnectionSeat
    private let line: PipelineLine
    private var isProven = false
    private(set) var phase = Phase.head {
        didSet { if oldValue == .body, phase != .body { bodyEnded() } }
    }
    /// Of the body that has come in part, among those of other connections.
    var ticket: UnfinishedBodies.Ticket?
    /// What has come of the body and was not counted.
    private var bodyBytes = 0
    /// What has not been passed on.
    private var pending = ByteBuffer()
    private var head = HeadReader()
    private var body: BodyReader?
    /// The head of the request that has been passed on.
    private(set) var passed = ByteBuffer()
    /// Whether the head that is missing something has its deadline.
    private var isHeadBegun = false
    /// The other side has sent all that it will, which those behind do not know yet.
    private var hasEnded = false
    /// Somebody asked for more while requests waited here.
    private var isReadWanted = false
    private var isStopping = false
    private(set) var context: ChannelHandlerContext?
    var deadlines = ConnectionDeadlines()

    init(policy: ConnectionPolicy, seat: ConnectionSeat, line: PipelineLine) {
        self.policy = policy
        self.seat = seat
        self.line = line
    }

    /// Whether the request that is being answered came as a whole, and the connection can carry another one behind it.
    var isReusable: Bool { phase == .answering && head.keepsAlive && !isStopping }
    /// Whether the answer has to say that the connection is kept.
    var isHTTP10: Bool { head.isHTTP10 }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadlines.cancel()
        bodyEnded()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        switch seat.place {
        case .within: expect(within: policy.isTLS ? policy.timeouts.head : policy.timeouts.idle, context)
        case .over: refuse(MalformedRequest(503, "there are too many connections: try again later"))
        case .beyond: context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadlines.cancel()
        bodyEnded()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase != .ending else { return }
        var buffer = unwrapInboundIn(data)
        if pending.readableBytes == 0 { pending = buffer } else { pending.writeBuffer(&buffer) }
        let before = phase
        passOn(context)
        // An idle connection is not to hold on to what it has read.
        if pending.readableBytes == 0 { pending = ByteBuffer() }
        waitForMore(since: before, context)
    }

    func read(context: ChannelHandlerContext) {
        if isHoldingBack { isReadWanted = true } else { context.read() }
    }

    /// Whether a request waits here: nothing more is read then.
    private var isHoldingBack: Bool { pending.readableBytes > 0 && (phase == .answering || phase == .waiting) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: inputClosed(context)
        case is ChannelShouldQuiesceEvent: stop(context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let proof = event as? ConnectionProof else { return context.triggerUserOutboundEvent(event, promise: promise) }
        shown(proof)
        promise?.succeed()
    }

    private func shown(_ proof: ConnectionProof) {
        guard !isProven, proof == policy.proof else { return }
        isProven = true
        seat.prove()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output {
            phase = .ending
            expect(within: policy.timeouts.linger, context)
        }
        context.close(mode: mode, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        watchWriting(context)
        context.fireChannelWritabilityChanged()
    }

    /// Passes on what may be looked at.
    private func passOn(_ context: ChannelHandlerContext) {
        do throws(MalformedRequest) {
            while pending.readableBytes > 0 {
                switch phase {
                case .head:
                    skipEmptyLine()
                    guard let length = try readHead() else { return }
                    isHeadBegun = false
                    shown(.request)
                    if head.framing == .none {
                        phase = .answering
                    } else {
                        body = BodyReader(head.framing)
                        phase = .body
                    }
                    if let bytes = pending.readSlice(length: length) {
                        passed = bytes
                        context.fireChannelRead(wrapInboundOut(bytes))
                    }
                case .body:
                    let length = try readBody()
                    bodyBytes += length
                    if body?.isComplete ?? true { phase = .answering }
                    if let bytes = pending.readSlice(length: length) { context.fireChannelRead(wrapInboundOut(bytes)) }
                case .answering, .waiting, .ending: return
                }
            }
        } catch {
            fail(error, context)
        }
    }

    private func readHead() throws(MalformedRequest) -> Int? {
        let result = pending.withUnsafeReadableBytes { bytes in
            Result { () throws(MalformedRequest) in try head.read(bytes) }
        }
        return try result.get()
    }

    private func readBody() throws(MalformedRequest) -> Int {
        let result = pending.withUnsafeReadableBytes { bytes in
            Result { () throws(MalformedRequest) in try body?.read(bytes) ?? 0 }
        }
        return try result.get()
    }

    /// One empty line before a request is forgiven, as RFC 9112 wants it.
    private func skipEmptyLine() {
        guard head.isUntouched, pending.readableBytesView.starts(with: [0x0d, 0x0a]) else { return }
        pending.moveReaderIndex(forwardBy: 2)
    }

    /// The answer to the request that was passed on is on its way, and is not the connection's last.
    func answered() {
        guard let context, phase == .answering else { return }
        guard !isStopping else { return end(with: nil) }
        head = HeadReader()
        body = nil
        passed = ByteBuffer()
        guard pending.readableBytes == 0 else {
            phase = .waiting
            deadlines.forget()
            return line.join(goOn)
        }
        phase = .head
        expect(within: policy.timeouts.idle, context)
        readMore(context)
    }

    /// It is the connection's turn.
    func goOn() {
        guard let context, phase == .waiting else { return }
        phase = .head
        expect(within: policy.timeouts.idle, context)
        passOn(context)
        // Those behind hand over what they got when the reading pauses.
        context.fireChannelReadComplete()
        waitForMore(since: .head, context)
        readMore(context)
    }

    /// Goes on reading, unless a request waits here.
    private func readMore(_ context: ChannelHandlerContext) {
        guard !isHoldingBack else { return }
        if hasEnded, phase != .ending {
            hasEnded = false
            inputClosed(context)
        }
        if isReadWanted {
            isReadWanted = false
            context.read()
        }
    }

    /// Sets the deadline for what is missing of a request.
    private func waitForMore(since before: Phase, _ context: ChannelHandlerContext) {
        switch phase {
        case .head:
            guard !isHeadBegun, pending.readableBytes > 0 else { return }
            isHeadBegun = true
            expect(within: policy.timeouts.head, context)
        case .body:
            if before == .body {
                bodyProgressed(bodyBytes)
            } else {
                expect(within: policy.timeouts.body, context)
                bodyBegan(bodyBytes, context)
            }
        case .answering, .waiting: deadlines.forget()
        case .ending: break
        }
        bodyBytes = 0
    }

    private func inputClosed(_ context: ChannelHandlerContext) {
        switch phase {
        case .head where pending.readableBytes > 0: refuse(MalformedRequest(400, "the request ended in its middle"))
        case .answering where pending.readableBytes > 0, .waiting: hasEnded = true
        case .ending: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
    }

    /// The server stops: what is half sent has little time left, and nobody begins anything.
    private func stop(_ context: ChannelHandlerContext) {
        isStopping = true
        switch phase {
        case .head where pending.readableBytes == 0: context.close(promise: nil)
        case .head, .body: expect(within: min(.seconds(1), policy.timeouts.head), context)
        case .answering: pending = ByteBuffer()
        case .waiting: end(with: nil)
        case .ending: break
        }
    }

    /// What a deadline means that has passed.
    func deadlinePassed(_ context: ChannelHandlerContext) {
        let stopping = isStopping ? MalformedRequest(503, "the host is stopping") : nil
        switch phase {
        case .head where pending.readableBytes > 0:
            refuse(stopping ?? MalformedRequest(408, "the request's head did not arrive within \(policy.timeouts.head.text)"))
        case .body:
            fail(stopping ?? MalformedRequest(408, "the request's body did not arrive within \(policy.timeouts.body.text)"), context)
        case .ending where isStillRead(context): expect(within: policy.timeouts.write, context)
        case .head, .ending: context.close(promise: nil)
        case .answering, .waiting: break
        }
    }

    /// Ends the connection for what came on it: by an answer of the gate's own, or, inside a body, by that of whoever reads it.
    func fail(_ error: MalformedRequest, _ context: ChannelHandlerContext) {
        guard phase == .body else { return refuse(error) }
        phase = .ending
        pending = ByteBuffer()
        context.fireErrorCaught(error)
        expect(within: policy.timeouts.linger, context)
    }

    /// Says what is wrong, and ends the connection.
    func refuse(_ error: MalformedRequest) {
        guard phase != .ending else { return }
        let line = RequestLine(beginning: (phase == .head ? pending : passed).readableBytesView)
        end(with: policy.refusal(error, line).serialized)
    }

    /// Closes the connection behind some last bytes, when the other side has had the time to read them.
    func end(with bytes: ByteBuffer?) {
        guard let context else { return }
        phase = .ending
        pending = ByteBuffer()
        if let bytes { context.writeAndFlush(wrapOutboundOut(bytes), promise: nil) }
        close(context: context, mode: .output, promise: nil)
        if isReadWanted {
            isReadWanted = false
            context.read()
        }
    }
}
