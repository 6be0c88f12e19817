#include <errno.h>
#include <fcntl.h>

#ifdef __linux__
// The headers declare it under _GNU_SOURCE alone, which Swift's importer does not set.
extern int renameat2(int, const char *, int, const char *, unsigned int);
#endif

/// Two names change places in one step; -1 with ENOSYS where the system cannot.
static inline int cact_exchange(const char *one, const char *other) {
#ifdef __linux__
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, 2 /* RENAME_EXCHANGE */);
#else
  errno = ENOSYS;
  return -1;
#endif
}
