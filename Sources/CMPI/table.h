// What the library that `make mpi` builds offers: the little of MPI that cact needs, without a type of MPI's, so that the program
// is built without it and runs with whichever MPI a machine has.
#pragma once
#include <stdint.h>

/// Raised whenever the table changes: a library of another version is refused.
#define CACT_MPI_VERSION 1

/// Every function returns 0, or MPI's code for what went wrong. To be called by one thread at a time.
typedef struct {
  int version;
  /// Name and version of the MPI that it was built with.
  const char *implementation;
  int (*start)(int *rank, int *size);
  /// Begins to send; the bytes stay as they are until `test` says that it is done.
  int (*send)(const void *bytes, int64_t count, int to, int tag, void **request);
  /// Begins to receive exactly so many bytes.
  int (*receive)(void *bytes, int64_t count, int from, int tag, void **request);
  /// Whether it is done; a request that is done is freed.
  int (*test)(void **request, int *done);
  /// Whether a message with that tag has come from that rank (any: -1), from which, and of how many bytes.
  int (*probe)(int from, int tag, int *found, int *source, int64_t *count);
  /// Waits until all ranks have called it, and ends MPI.
  int (*finish)(void);
  /// Ends all ranks with that status.
  void (*abort)(int status);
  /// What a code means.
  void (*describe)(int code, char *text, int room);
} cact_mpi_table;
