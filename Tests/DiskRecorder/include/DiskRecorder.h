// Stands between SQLite and the kernel: notes what is written to the files of one folder, and lets calls fail.
#ifndef DISK_RECORDER_H
#define DISK_RECORDER_H

#include <stdint.h>

enum {
    DISK_WRITE = 1,
    DISK_SYNC = 2,
    DISK_TRUNCATE = 3,
    DISK_UNLINK = 4,
    DISK_NOTE = 5,
};

// What is in front of each event of the record; `name_length` and `length` bytes follow.
struct disk_event {
    uint8_t operation;
    uint8_t failed;
    uint16_t name_length;
    uint32_t length;
    uint64_t inode;
    uint64_t offset;
};

// Begins to watch the files directly in `folder`, and to write events to `descriptor`, -1 for none.
void disk_recorder_begin(const char *folder, int descriptor);
// Puts a note among the events.
void disk_recorder_note(const void *bytes, uint32_t length);
// Lets `count` calls of `operation` fail with `error` from the `first` one on, counted from 1. Of a write that fails half of
// the bytes are written if `partly` is not 0.
void disk_recorder_fail(int operation, long first, long count, int error, int partly);
// How many calls of `operation` there were since the last disk_recorder_fail.
long disk_recorder_calls(int operation);

#endif
