import HTTPText

/// What the catalogue reacts to. It waits for nothing else, so that no sandbox keeps it from seeing to another one.
enum CatalogEvent: Sendable {
    /// The folder, or a secret, may have changed.
    case changed(FolderChanges)
    /// It is time to look through the folder though nothing has changed.
    case look
    /// The folder is watched: what changes from here on is reported.
    case watched
    /// The folder was looked through; `changes` is what led to it.
    case scanned(SandboxScan, isMeantEmpty: Bool, FolderChanges)
    /// A sandbox has something to do.
    case hasOrders(LiveSandbox)
    /// There is a place for reading a sandbox; nil when it is wanted no more.
    case mayRead(SandboxName, LoadPlaces.Place?)
    /// A sandbox was read, and what was read is handed over; or the host lacked something for that.
    case wasRead(SandboxName, isLacking: Bool)
    /// Somebody asks for a sandbox of which nothing serves.
    case wasAsked(SandboxName)
    /// It is time to read a sandbox again for which the host lacked something.
    case isRetryDue(SandboxName)
}
