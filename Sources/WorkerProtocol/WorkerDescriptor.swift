/// What a worker inherits, by descriptor.
package enum WorkerDescriptor {
    /// The worker's end of the socket to its host.
    package static let socket: Int32 = 3

    /// A sealed page of memory that the worker maps, and then closes, in which it says what it does. The host reads it when it
    /// wants to know which turn it is that runs, and which have begun.
    package static let progress: Int32 = 4

    /// Where in the page the number of the turn is that the worker has begun last, 0 before the first. Turns begin in the order
    /// of their numbers.
    package static let begunOffset = 0

    /// Where in the page the number of the turn is on whose behalf the worker runs something at this moment, 0 for none.
    package static let runningOffset = 8

    /// Where in the page it is counted how often the worker began to run something: a turn that waits is entered again.
    package static let entriesOffset = 16

    /// Bytes of the page.
    package static let progressLength = 4_096
}
