#ifndef C_SPARE_THREADS_H
#define C_SPARE_THREADS_H

/// Starts threads that do what the system later refuses threads for: see spareThreads.c. To be called once.
///
/// Returns how many the system has given, `count` at most.
int spare_threads_start(int count);

#endif
