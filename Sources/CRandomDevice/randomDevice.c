// JavaScriptCore opens /dev/urandom twice, in WTF and in bmalloc, and keeps both descriptors to read from them again later. A worker
// has no file and no descriptor but its socket, so "open" and "read" of this program stand before those of the C library: the
// device is a number that the kernel never gives out, and reading from it asks the kernel for random bytes by getrandom, which is
// the same source. Every other call goes to the kernel as it is.
//
// No header of the C library that declares or redirects these two functions may be included here.

#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>

long syscall(long number, ...);

enum { device = INT_MAX, current_folder = -100, creates = 0100, is_temporary = 020000000 };

int open(const char *path, int flags, ...) {
    if (path && strcmp(path, "/dev/urandom") == 0) return device;
    unsigned int mode = 0;
    if (flags & (creates | is_temporary)) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, unsigned int);
        va_end(rest);
    }
    return (int)syscall(SYS_openat, current_folder, path, flags, mode);
}

long read(int descriptor, void *bytes, size_t count) {
    if (descriptor == device) return syscall(SYS_getrandom, bytes, count, 0);
    return syscall(SYS_read, descriptor, bytes, count);
}
