/// The parts of the kernel's interface that Swift cannot reach by itself: variadic calls, calls that the C library does not
/// wrap, and constants that are newer than the system's headers. No function here decides anything; each returns what the
/// kernel says, with -1 and `errno` for a failure.

#ifndef RINGBOX_LINUX_SHIM_H
#define RINGBOX_LINUX_SHIM_H

#include <linux/audit.h>
#include <linux/bpf_common.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
static const uint32_t linux_native_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const uint32_t linux_native_architecture = AUDIT_ARCH_AARCH64;
#else
#error "the worker's jail knows the system calls of x86_64 and aarch64"
#endif

static inline int linux_prctl(int operation, unsigned long value) {
    return prctl(operation, value, 0UL, 0UL, 0UL);
}

/// Makes the calling thread's sets of capabilities empty.
static inline int linux_drop_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct nothing[2];
    memset(nothing, 0, sizeof(nothing));
    return (int)syscall(SYS_capset, &header, nothing);
}

/// The kernel's number of the calling thread.
static inline int linux_thread_id(void) {
    return (int)syscall(SYS_gettid);
}

/// Names the calling thread, for those who look at the process. Of at most 15 bytes.
static inline void linux_name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0UL, 0UL, 0UL);
}

/// Of glibc's malloc.h, whose other names belong to Swift's module of the C library.
int malloc_trim(size_t pad);

/// Gives the system back all pages that the allocator keeps and nobody uses; not 0 when there were some.
static inline int linux_return_memory(void) {
    return malloc_trim(0);
}

/// Closes every descriptor from `first` on.
static inline int linux_close_from(unsigned int first) {
    return (int)syscall(SYS_close_range, first, ~0U, 0U);
}

/// From glibc 2.34 on, which shows it to GNU programs only.
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

/// Lets the program that is about to be started inherit no descriptor from `first` on. Returns an error code or 0.
static inline int linux_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

/// The C library shows it to GNU programs only.
void *memmem(const void *text, size_t count, const void *part, size_t part_count);

/// Where `part` is in `text` first, in time that grows with the length of both; NULL when it is not there.
static inline const void *linux_find(const void *text, size_t count, const void *part, size_t part_count) {
    return memmem(text, count, part, part_count);
}

/// Puts a filter on every thread of the process.
static inline int linux_install_filter(unsigned short count, struct sock_filter *instructions) {
    struct sock_fprog program = {count, instructions};
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
}

/// Makes memory of `length` bytes with a descriptor, close-on-exec, that nobody can make longer or shorter; -1 for a failure.
static inline int linux_sealed_memory(const char *name, long length) {
    const unsigned int close_on_exec = 1, allow_sealing = 2;
    const int add_seals = 1033, seal = 1, shrink = 2, grow = 4;
    int file = (int)syscall(SYS_memfd_create, name, close_on_exec | allow_sealing);
    if (file < 0) return -1;
    if (ftruncate(file, length) == 0 && syscall(SYS_fcntl, file, add_seals, seal | shrink | grow) == 0) return file;
    close(file);
    return -1;
}

/// What pthread_create asks clone for: a thread of this process, and no namespace of its own.
static const uint64_t linux_thread_flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
    CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;

/// O_PATH, which the C library shows to GNU programs only.
static const int linux_open_path = 010000000;

/// Opens `path` beneath the folder that `folder` is open on. Symbolic links are followed as long as they stay beneath it; a link
/// that leads out, an absolute one and a magic one of /proc fail with EXDEV or ELOOP. From Linux 5.6 on.
static inline int linux_open_beneath(int folder, const char *path, uint64_t flags) {
    const uint64_t no_magic_links = 2, beneath = 8;
    const struct {
        uint64_t flags;
        uint64_t mode;
        uint64_t resolve;
    } how = {flags, 0, no_magic_links | beneath};
    const long open_at_2 = 437;
    return (int)syscall(open_at_2, folder, path, &how, sizeof(how));
}

/// struct landlock_ruleset_attr of ABI 6 and later; older kernels take its beginning.
struct linux_landlock_ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
};

/// The newest Landlock ABI of the kernel, or -1.
static inline int linux_landlock_abi(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0UL, 1U);
}

static inline int linux_landlock_create(const struct linux_landlock_ruleset *ruleset, size_t size) {
    return (int)syscall(SYS_landlock_create_ruleset, ruleset, size, 0U);
}

/// Holds the calling thread, and those that it makes later, to the ruleset.
static inline int linux_landlock_restrict(int ruleset) {
    return (int)syscall(SYS_landlock_restrict_self, ruleset, 0U);
}

#endif
