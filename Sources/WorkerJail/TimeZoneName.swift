internal import Glibc

/// The time zone of the machine, for an engine that is not allowed to look.
enum TimeZoneName {
    /// The variable that the engine reads it from, again and again.
    static let variable = "TZ"

    /// Puts the name of the zone into the environment, unless it is there, and has the C library read its table.
    static func keep() {
        if getenv(variable) == nil, let name = linked() ?? written() { setenv(variable, name, 1) }
        tzset()
    }

    /// What /etc/localtime links to.
    private static func linked() -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/etc/localtime", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        guard let folder = path.firstRange(of: "/zoneinfo/") else { return nil }
        return String(path[folder.upperBound...])
    }

    /// What Debian keeps beside a copied /etc/localtime.
    private static func written() -> String? {
        guard let file = fopen("/etc/timezone", "re") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = fread(&buffer, 1, buffer.count, file)
        let name = buffer[..<count].prefix { $0 > UInt8(ascii: " ") }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
}
