// libxxhash of Debian.
#include <xxhash.h>
