#include <errno.h>
#include <fcntl.h>
#include <spawn.h>

#ifdef __linux__
#include <linux/stat.h>
#include <sys/vfs.h>

// The headers declare it under _GNU_SOURCE alone, which Swift's importer does not set.
extern int renameat2(int, const char *, int, const char *, unsigned int);
extern int statx(int, const char *, int, unsigned int, struct statx *);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
#endif

/// Of a program that is started: descriptors from `first` on are closed, and its working directory is `folder`. 0, or the error.
static inline int cact_spawn_in(posix_spawn_file_actions_t *actions, int first, const char *folder) {
#ifdef __linux__
  int code = posix_spawn_file_actions_addclosefrom_np(actions, first);
  return code != 0 ? code : posix_spawn_file_actions_addchdir_np(actions, folder);
#else
  return ENOSYS;
#endif
}

/// Two names change places in one step; -1 with ENOSYS where the system cannot.
static inline int cact_exchange(const char *one, const char *other) {
#ifdef __linux__
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, 2 /* RENAME_EXCHANGE */);
#else
  errno = ENOSYS;
  return -1;
#endif
}

/// Whether something is mounted under this name; 0 where the system does not tell (Linux tells since 5.8).
static inline int cact_is_mounted(const char *path) {
#ifdef __linux__
  struct statx facts;
  if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, 0, &facts) != 0) return 0;
  return (facts.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
#else
  return 0;
#endif
}

/// What statfs(2) calls the kind of the file system that holds `path`; 0 where it cannot be told.
static inline unsigned int cact_file_system(const char *path) {
#ifdef __linux__
  struct statfs facts;
  return statfs(path, &facts) == 0 ? (unsigned int)facts.f_type : 0;
#else
  return 0;
#endif
}

/// Takes a lock of the kind that SQLite uses on the first byte of an open file, and gives it back. 0 where that works, or would
/// if nobody else held it; otherwise the error.
static inline int cact_try_lock(int file) {
  struct flock lock = {0};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_len = 1;
  if (fcntl(file, F_SETLK, &lock) != 0) return errno == EAGAIN || errno == EACCES || errno == EINTR ? 0 : errno;
  lock.l_type = F_UNLCK;
  return fcntl(file, F_SETLK, &lock) == 0 ? 0 : errno;
}
