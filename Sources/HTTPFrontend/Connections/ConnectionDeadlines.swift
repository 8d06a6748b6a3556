import NIOCore

/// The two clocks of a connection: one for what it is to send, one for what it is to read.
struct ConnectionDeadlines {
    /// The least that a reader takes in the time for writing.
    static let leastProgress = 64 << 10

    /// When the other side is too late, distant when it has to do nothing.
    var reading = NIODeadline.distantFuture
    /// Runs at or before ``reading``. It is rarely moved: when it runs too early it is set again.
    var readingTimer: Scheduled<Void>?
    var readingTimerTime = NIODeadline.distantFuture
    var writingTimer: Scheduled<Void>?
    /// How much of the last answer was left when somebody looked.
    var left = Int.max

    /// There is nothing to wait for.
    mutating func forget() { reading = .distantFuture }

    mutating func cancel() {
        readingTimer?.cancel()
        writingTimer?.cancel()
        readingTimer = nil
        writingTimer = nil
    }
}

extension ConnectionGate {
    /// Gives the other side so much time from now on.
    func expect(within duration: Duration, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        deadlines.reading = .now() + TimeAmount(duration)
        if let timer = deadlines.readingTimer {
            guard deadlines.reading < deadlines.readingTimerTime else { return }
            timer.cancel()
        }
        scheduleReading(context)
    }

    private func scheduleReading(_ context: ChannelHandlerContext) {
        deadlines.readingTimerTime = deadlines.reading
        deadlines.readingTimer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadlines.reading) {
            self.deadlines.readingTimer = nil
            if self.deadlines.reading <= .now() {
                self.deadlinePassed(context)
            } else if self.deadlines.reading < .distantFuture {
                self.scheduleReading(context)
            }
        }
    }

    /// Begins or ends to wait for a reader who does not take what is written.
    func watchWriting(_ context: ChannelHandlerContext) {
        if context.channel.isWritable {
            deadlines.writingTimer?.cancel()
            deadlines.writingTimer = nil
        } else if deadlines.writingTimer == nil {
            scheduleWriting(context, left: Self.unwritten(context))
        }
    }

    private func scheduleWriting(_ context: ChannelHandlerContext, left: Int) {
        let time = TimeAmount(policy.timeouts.write)
        deadlines.writingTimer = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            let now = Self.unwritten(context)
            if left - now < ConnectionDeadlines.leastProgress {
                context.close(promise: nil)
            } else {
                self.scheduleWriting(context, left: now)
            }
        }
    }

    /// Whether the last answer is not all on its way, and more of it than before.
    func isStillRead(_ context: ChannelHandlerContext) -> Bool {
        let left = Self.unwritten(context)
        defer { deadlines.left = left }
        return left > 0 && left < deadlines.left
    }

    /// Bytes that the system has not taken.
    private static func unwritten(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
