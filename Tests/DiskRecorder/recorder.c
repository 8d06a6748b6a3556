#define _GNU_SOURCE
#include "DiskRecorder.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Calls that the library of SQLite makes end here, because the program itself has these names. They go on to the kernel
// directly: the C library's own functions are what they stand before.

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char watched[4096];
static int record = -1;
static struct {
    int operation;
    long first, count;
    int error, partly;
} fault;
static long calls[8];

void disk_recorder_begin(const char *folder, int descriptor) {
    pthread_mutex_lock(&lock);
    snprintf(watched, sizeof watched, "%s", folder);
    record = descriptor;
    pthread_mutex_unlock(&lock);
}

void disk_recorder_fail(int operation, long first, long count, int error, int partly) {
    pthread_mutex_lock(&lock);
    fault.operation = operation;
    fault.first = first;
    fault.count = count;
    fault.error = error;
    fault.partly = partly;
    memset(calls, 0, sizeof calls);
    pthread_mutex_unlock(&lock);
}

long disk_recorder_calls(int operation) {
    pthread_mutex_lock(&lock);
    long count = calls[operation];
    pthread_mutex_unlock(&lock);
    return count;
}

static void put(const void *bytes, size_t length) {
    const char *rest = bytes;
    while (length > 0) {
        ssize_t done = syscall(SYS_write, record, rest, length);
        if (done < 0 && errno != EINTR) _exit(70);
        if (done > 0) {
            rest += done;
            length -= done;
        }
    }
}

static void note(int operation, int failed, uint64_t inode, uint64_t offset, const char *name, const void *bytes, size_t length) {
    if (record < 0) return;
    struct disk_event event = {operation, failed, strlen(name), length, inode, offset};
    put(&event, sizeof event);
    put(name, event.name_length);
    put(bytes, length);
}

void disk_recorder_note(const void *bytes, uint32_t length) {
    pthread_mutex_lock(&lock);
    note(DISK_NOTE, 0, 0, 0, "", bytes, length);
    pthread_mutex_unlock(&lock);
}

// The name of a file in the folder, empty for the folder itself; NULL for what is elsewhere, and for SQLite's shared memory,
// which nobody needs behind a crash.
static const char *name_of(const char *path) {
    size_t length = strlen(watched);
    if (length == 0 || strncmp(path, watched, length) != 0) return NULL;
    const char *name = path + length;
    if (*name == '\0') return name;
    if (*name != '/' || strncmp(name + 1, "state.sqlite", 12) != 0) return NULL;
    size_t end = strlen(name);
    return end > 4 && strcmp(name + end - 4, "-shm") == 0 ? NULL : name + 1;
}

static const char *name_behind(int descriptor, char *path, size_t size, uint64_t *inode) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, size - 1);
    if (length < 0) return NULL;
    path[length] = '\0';
    struct stat status;
    if (fstat(descriptor, &status) != 0) return NULL;
    *inode = status.st_ino;
    return name_of(path);
}

// Counts a call, and says whether it is to fail.
static int fails(int operation) {
    long call = ++calls[operation];
    return fault.operation == operation && call >= fault.first && call < fault.first + fault.count;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset) {
    char path[4096];
    uint64_t inode = 0;
    pthread_mutex_lock(&lock);
    const char *name = name_behind(descriptor, path, sizeof path, &inode);
    int failing = name != NULL && fails(DISK_WRITE);
    size_t some = failing ? (fault.partly ? length / 2 : 0) : length;
    ssize_t done = some > 0 || !failing ? syscall(SYS_pwrite64, descriptor, bytes, some, offset) : 0;
    int error = errno;
    if (name != NULL && done > 0) note(DISK_WRITE, failing, inode, offset, name, bytes, done);
    if (failing) {
        error = fault.error;
        done = -1;
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

// Nothing is synchronised in fact: what a trial looks at is the record, and what the kernel has in memory.
static int synchronise(int descriptor) {
    char path[4096];
    uint64_t inode = 0;
    pthread_mutex_lock(&lock);
    const char *name = name_behind(descriptor, path, sizeof path, &inode);
    int failing = name != NULL && fails(DISK_SYNC);
    if (name != NULL) note(DISK_SYNC, failing, inode, 0, name, NULL, 0);
    int error = fault.error;
    pthread_mutex_unlock(&lock);
    errno = error;
    return failing ? -1 : 0;
}

int fdatasync(int descriptor) { return synchronise(descriptor); }
int fsync(int descriptor) { return synchronise(descriptor); }

int ftruncate64(int descriptor, off64_t length) {
    char path[4096];
    uint64_t inode = 0;
    pthread_mutex_lock(&lock);
    const char *name = name_behind(descriptor, path, sizeof path, &inode);
    int failing = name != NULL && fails(DISK_TRUNCATE);
    int result = failing ? -1 : syscall(SYS_ftruncate, descriptor, length);
    int error = failing ? fault.error : errno;
    if (name != NULL && result == 0) note(DISK_TRUNCATE, 0, inode, length, name, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int unlink(const char *path) {
    pthread_mutex_lock(&lock);
    const char *name = name_of(path);
    int failing = name != NULL && fails(DISK_UNLINK);
    int result = failing ? -1 : syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    int error = failing ? fault.error : errno;
    if (name != NULL && result == 0) note(DISK_UNLINK, 0, 0, 0, name, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}
