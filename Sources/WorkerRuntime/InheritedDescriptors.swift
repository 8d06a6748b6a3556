import Glibc

/// What a worker got from the process that started it.
package enum InheritedDescriptors {
    /// Closes every descriptor over `last`: only a host's careless library can have left one open for its children.
    package static func close(over last: Int32) {
        guard let folder = opendir("/proc/self/fd") else { return }
        let own = dirfd(folder)
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let number = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { Int32(String(cString: $0)) }
            }
            if let number, number > last, number != own { found.append(number) }
        }
        closedir(folder)
        for descriptor in found { _ = Glibc.close(descriptor) }
    }
}
