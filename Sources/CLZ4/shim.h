// liblz4 of Debian: the block format, without frames.
#include <lz4.h>
