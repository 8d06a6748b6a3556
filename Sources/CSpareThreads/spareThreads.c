// Tasks of Swift, and the queues that store, print and read, run on the threads of libdispatch. It lets a thread go that was idle for
// five seconds, and makes one again when there is work. When the system refuses it, it sleeps for a second and asks again, for ever, on
// the thread that has the work: an event loop, or one that has just taken other work (`_dispatch_root_queue_poke_slow`). A host that
// was idle when its user ran out of threads would answer nobody.
//
// So `pthread_create` of this program stands before that of the C library. What the system refuses is run by threads that were started
// before, one work after another: late rather than never. That holds for detached threads only, as libdispatch's are: of others
// somebody waits for the end, or asks who they are. A program that has no spare threads ends with an error message.

#define _GNU_SOURCE
#include "CSpareThreads.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1 // Which has a pthread_create of its own.
#endif
#endif

typedef void *(*body_function)(void *);

typedef struct work {
    body_function body;
    void *argument;
    struct work *next;
} work;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t is_given = PTHREAD_COND_INITIALIZER;
static work *first;
static work **end = &first;
static pthread_t spare;
static _Atomic int count_of_spares;

static work *next_work(void) {
    pthread_mutex_lock(&lock);
    while (!first) pthread_cond_wait(&is_given, &lock);
    work *taken = first;
    first = taken->next;
    if (!first) end = &first;
    pthread_mutex_unlock(&lock);
    return taken;
}

static void *work_for_ever(void *nothing) {
    for (;;) {
        // Whoever has worked has given the thread a name.
        pthread_setname_np(pthread_self(), "spare");
        work *taken = next_work();
        taken->body(taken->argument);
        free(taken);
    }
    return nothing;
}

int spare_threads_start(int count) {
    pthread_attr_t detached;
    if (pthread_attr_init(&detached) != 0) return 0;
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    // Signals are for the threads that were there before.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int started = 0;
    pthread_t thread;
    while (started < count && pthread_create(&thread, &detached, work_for_ever, NULL) == 0) started += 1;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&detached);
    pthread_mutex_lock(&lock);
    if (started > 0) spare = thread;
    count_of_spares = started;
    pthread_mutex_unlock(&lock);
    return started;
}

#ifndef HAS_SANITIZER

static int give(pthread_t *thread, body_function body, void *argument) {
    work *given = malloc(sizeof *given);
    if (!given) return EAGAIN;
    *given = (work){body, argument, NULL};
    pthread_mutex_lock(&lock);
    *end = given;
    end = &given->next;
    *thread = spare;
    pthread_cond_signal(&is_given);
    pthread_mutex_unlock(&lock);
    return 0;
}

static int is_detached(const pthread_attr_t *attributes) {
    int state = PTHREAD_CREATE_JOINABLE;
    return attributes && pthread_attr_getdetachstate(attributes, &state) == 0 && state == PTHREAD_CREATE_DETACHED;
}

// A program without spare threads serves nobody yet, or is a command: waiting in silence would tell its user nothing.
_Noreturn static void end_for_want_of_threads(void) {
    static const char sentence[] =
        "ringbox: the system gives this user no further thread: raise \"ulimit -u\", TasksMax or pids_limit\n";
    // Where it cannot be written, the code says it.
    if (write(STDERR_FILENO, sentence, sizeof sentence - 1) < 0) {}
    _exit(EX_UNAVAILABLE);
}

typedef int (*create_function)(pthread_t *, const pthread_attr_t *, body_function, void *);

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, body_function body, void *argument) {
    static _Atomic(create_function) found;
    create_function create = found;
    if (!create) found = create = (create_function)dlsym(RTLD_NEXT, "pthread_create");
    int code = create(thread, attributes, body, argument);
    if (code != EAGAIN || !is_detached(attributes)) return code;
    if (count_of_spares == 0) end_for_want_of_threads();
    return give(thread, body, argument);
}

#endif
