// The library that `make mpi` builds with a machine's own mpicc: see ../table.h.
#include "../table.h"
#include <limits.h>
#include <mpi.h>
#include <stdlib.h>
#include <string.h>

static MPI_Comm ranks = MPI_COMM_NULL;
static char implementation[MPI_MAX_LIBRARY_VERSION_STRING + 1];

static int start(int *rank, int *size) {
  int level = MPI_THREAD_SINGLE;
  int code = MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &level);
  if (code != MPI_SUCCESS) return code;
  if (level < MPI_THREAD_SERIALIZED) return MPI_ERR_UNSUPPORTED_OPERATION;
  code = MPI_Comm_dup(MPI_COMM_WORLD, &ranks);
  if (code != MPI_SUCCESS) return code;
  MPI_Comm_set_errhandler(ranks, MPI_ERRORS_RETURN);
  code = MPI_Comm_rank(ranks, rank);
  return code == MPI_SUCCESS ? MPI_Comm_size(ranks, size) : code;
}

static int begin(int sends, void *bytes, int64_t count, int peer, int tag, void **request) {
  // MPI counts in int; what is longer is cut by the caller.
  if (count < 0 || count > INT_MAX) return MPI_ERR_COUNT;
  MPI_Request *made = malloc(sizeof *made);
  if (!made) return MPI_ERR_NO_MEM;
  int code = sends ? MPI_Isend(bytes, (int)count, MPI_BYTE, peer, tag, ranks, made)
                   : MPI_Irecv(bytes, (int)count, MPI_BYTE, peer, tag, ranks, made);
  if (code != MPI_SUCCESS) {
    free(made);
    made = NULL;
  }
  *request = made;
  return code;
}

static int send_bytes(const void *bytes, int64_t count, int to, int tag, void **request) {
  return begin(1, (void *)bytes, count, to, tag, request);
}

static int receive_bytes(void *bytes, int64_t count, int from, int tag, void **request) {
  return begin(0, bytes, count, from, tag, request);
}

static int test(void **request, int *done) {
  MPI_Request *made = *request;
  *done = 1;
  if (!made) return MPI_SUCCESS;
  int code = MPI_Test(made, done, MPI_STATUS_IGNORE);
  if (code != MPI_SUCCESS || *done) {
    free(made);
    *request = NULL;
  }
  return code;
}

static int probe(int from, int tag, int *found, int *source, int64_t *count) {
  MPI_Status status;
  int code = MPI_Iprobe(from < 0 ? MPI_ANY_SOURCE : from, tag, ranks, found, &status);
  if (code != MPI_SUCCESS || !*found) return code;
  int bytes = 0;
  code = MPI_Get_count(&status, MPI_BYTE, &bytes);
  *source = status.MPI_SOURCE;
  *count = bytes;
  return code;
}

static int finish(void) { return MPI_Finalize(); }

static void end(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

static void describe(int code, char *text, int room) {
  char message[MPI_MAX_ERROR_STRING + 1];
  int length = 0;
  message[0] = 0;
  MPI_Error_string(code, message, &length);
  if (room < 1) return;
  strncpy(text, message, (size_t)room - 1);
  text[room - 1] = 0;
}

static cact_mpi_table table = {
    CACT_MPI_VERSION, implementation, start, send_bytes, receive_bytes, test, probe, finish, end, describe,
};

const cact_mpi_table *cact_mpi(void) {
  int length = 0;
  // May be called before MPI_Init.
  MPI_Get_library_version(implementation, &length);
  return &table;
}
