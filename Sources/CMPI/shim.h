// MPI, found at run time, and only by a process that an MPI launcher started.
#pragma once
#include "table.h"
#include <dlfcn.h>
#include <stddef.h>

/// The library at that path; null where it is absent, does not load, or has another version. `problem` then says why.
static inline const cact_mpi_table *cact_mpi_open(const char *path, const char **problem) {
  // Open MPI's own parts look its symbols up among those of the process.
  void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (!library) {
    *problem = dlerror();
    return NULL;
  }
  const cact_mpi_table *(*table)(void) = (const cact_mpi_table *(*)(void))dlsym(library, "cact_mpi");
  const cact_mpi_table *found = table ? table() : NULL;
  if (!found || found->version != CACT_MPI_VERSION) {
    *problem = "it was built for another version of cact";
    return NULL;
  }
  return found;
}

