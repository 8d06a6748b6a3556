/// What a worker inherits, by descriptor.
package enum WorkerDescriptor {
    /// The worker's end of the socket to its host.
    package static let socket: Int32 = 3

    /// A sealed page of memory that the worker maps, and then closes: its first eight bytes are the number of the turn that
    /// the worker has begun last, 0 before the first. The host reads it when it wants to know which turn it is that runs.
    package static let progress: Int32 = 4

    /// Bytes of the page.
    package static let progressLength = 4_096
}
