/// What a look at a watched folder itself showed; nothing of it when there is none.
struct TopLook: Sendable {
    private(set) var handlers: HandlersFolder?
    var identity: FileIdentity?
    /// The kernel's watch on it; nil when it gives none.
    private(set) var watch: Int32?
    private(set) var names: Set<String> = []
    /// The queue that reports from here on; nil for the one before.
    private(set) var queue: InotifyQueue?

    init() {}

    /// - Parameters:
    ///   - former: What the look before showed.
    ///   - queue: Reports about the folder that it showed.
    init(of folder: String, after former: TopLook, _ queue: InotifyQueue) {
        let present = try? HandlersFolder(path: folder)
        let top = try? present?.open()
        if let top, top.identity == former.identity, former.watch != nil {
            (handlers, identity, watch) = (former.handlers, former.identity, former.watch)
        } else {
            let another = InotifyQueue()
            (handlers, identity, watch) = (present, top?.identity, top.flatMap(another.add))
            self.queue = another
        }
        names = Set((try? handlers?.names()) ?? [])
    }
}
