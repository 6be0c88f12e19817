// ZeroMQ, found at run time: this program neither needs its headers to be built nor its library to run.
//
// The declarations below are those of the stable C interface, version 4 (RFC 37, ZMTP 3.1); the library of every release with
// that interface has the name libzmq.so.5.
#pragma once
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
  cact_zmq_rep = 4,
  cact_zmq_dealer = 5,
  cact_zmq_router = 6,
  cact_zmq_req = 3,
  cact_zmq_sub = 2,
  cact_zmq_xpub = 9,

  cact_zmq_subscribe = 6,
  cact_zmq_linger = 17,
  cact_zmq_maximum_size = 22,
  cact_zmq_send_limit = 23,
  cact_zmq_send_timeout = 28,
  cact_zmq_router_handover = 56,
  cact_zmq_xpub_verbose = 40,

  cact_zmq_dont_wait = 1,
  cact_zmq_send_more = 2,
  cact_zmq_poll_in = 1,
};

/// A message of the library, which owns its bytes.
typedef struct {
  _Alignas(8) unsigned char opaque[64];
} cact_zmq_message;

/// A socket of the library, or where `socket` is NULL a descriptor, that is waited for.
typedef struct {
  void *socket;
  int descriptor;
  short events;
  short found;
} cact_zmq_poll_item;

/// The library's functions.
typedef struct {
  void *(*context_new)(void);
  int (*context_term)(void *);
  void *(*socket)(void *, int);
  int (*close)(void *);
  int (*set_option)(void *, int, const void *, size_t);
  int (*bind)(void *, const char *);
  int (*connect)(void *, const char *);
  int (*poll)(cact_zmq_poll_item *, int, long);
  int (*send)(void *, const void *, size_t, int);
  int (*message_init)(cact_zmq_message *);
  int (*message_receive)(cact_zmq_message *, void *, int);
  void *(*message_data)(cact_zmq_message *);
  size_t (*message_size)(const cact_zmq_message *);
  int (*message_more)(const cact_zmq_message *);
  int (*message_close)(cact_zmq_message *);
  int (*error_number)(void);
  const char *(*error_text)(int);
} cact_zmq;

/// Loads the library. NULL where it is absent or lacks a function; `dlerror` then says why. It is never unloaded.
static inline const cact_zmq *cact_zmq_open(const char *name) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) return NULL;
  cact_zmq *z = (cact_zmq *)calloc(1, sizeof *z);
  if (!z) return NULL;
#define CACT_ZMQ(field, symbol) \
  if (!(*(void **)&z->field = dlsym(library, symbol))) { \
    free(z); \
    return NULL; \
  }
  CACT_ZMQ(context_new, "zmq_ctx_new")
  CACT_ZMQ(context_term, "zmq_ctx_term")
  CACT_ZMQ(socket, "zmq_socket")
  CACT_ZMQ(close, "zmq_close")
  CACT_ZMQ(set_option, "zmq_setsockopt")
  CACT_ZMQ(bind, "zmq_bind")
  CACT_ZMQ(connect, "zmq_connect")
  CACT_ZMQ(poll, "zmq_poll")
  CACT_ZMQ(send, "zmq_send")
  CACT_ZMQ(message_init, "zmq_msg_init")
  CACT_ZMQ(message_receive, "zmq_msg_recv")
  CACT_ZMQ(message_data, "zmq_msg_data")
  CACT_ZMQ(message_size, "zmq_msg_size")
  CACT_ZMQ(message_more, "zmq_msg_more")
  CACT_ZMQ(message_close, "zmq_msg_close")
  CACT_ZMQ(error_number, "zmq_errno")
  CACT_ZMQ(error_text, "zmq_strerror")
#undef CACT_ZMQ
  return z;
}
