// oneDNN's matrix product, found at run time: this program neither needs its headers to be built nor its library to run.
//
// The few declarations below stand for both C interfaces, 2.x (descriptors are structures filled by the caller, products
// go through an operation descriptor) and 3.x (descriptors are objects). Their enumerators have the same values in both.
#pragma once
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int arg;
  void *memory;
} cact_dnnl_argument;

enum {
  cact_dnnl_bf16 = 2,
  cact_dnnl_f32 = 3,
  cact_dnnl_source = 1,
  cact_dnnl_destination = 17,
  cact_dnnl_weights = 33,
  cact_dnnl_scratch = 80,
  cact_dnnl_query_name = 8,
  cact_dnnl_query_weights = 131,
  cact_dnnl_query_scratch = 136,
};

/// A memory descriptor: in 2.x the structure itself (696 bytes in 2.6; room for its growth), in 3.x a pointer to it.
typedef struct {
  void *handle;
  _Alignas(16) char storage[2048];
} cact_dnnl_layout;

/// The library's functions and its processor engine.
typedef struct {
  int major, minor, patch;
  void *engine;
  int (*engine_create)(void **, int, size_t);
  int (*stream_create)(void **, void *, unsigned);
  int (*memory_create)(void **, const void *, void *, void *);
  int (*memory_destroy)(void *);
  int (*execute)(void *, void *, int, const cact_dnnl_argument *);
  int (*primitive_create)(void **, void *);
  int (*primitive_destroy)(void *);
  int (*description_destroy)(void *);
  int (*description_query)(void *, int, int, void *);
  size_t (*layout_size)(const void *);
  int (*attributes_create)(void **);
  int (*attributes_destroy)(void *);
  int (*attributes_scratch)(void *, int);
  int (*attributes_post)(void *, void *);
  int (*post_create)(void **);
  int (*post_destroy)(void *);
  int (*reorder_create)(void **, const void *, void *, const void *, void *, void *);
  // 2.x
  int (*layout_strides2)(void *, int, const int64_t *, int, const int64_t *);
  int (*layout_tag2)(void *, int, const int64_t *, int, int);
  int (*product2)(void *, const void *, const void *, const void *, const void *);
  int (*description2)(void **, const void *, void *, void *, void *);
  const void *(*layout_query2)(void *, int, int);
  int (*post_sum2)(void *, float);
  // 3.x
  int (*layout_strides3)(void **, int, const int64_t *, int, const int64_t *);
  int (*layout_tag3)(void **, int, const int64_t *, int, int);
  int (*layout_destroy3)(void *);
  int (*product3)(void **, void *, const void *, const void *, const void *, const void *, void *);
  int (*post_sum3)(void *, float, int32_t, int);
  // The threads that its OpenMP runtime would use for calls of the calling thread; absent in other builds.
  void (*omp_threads)(int);
} cact_dnnl;

/// The library under that name; null where it is absent, of another major version, or lacks a function.
static inline cact_dnnl *cact_dnnl_open(const char *name) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) return NULL;
  typedef struct { int major, minor, patch; } version;
  const version *(*get_version)(void);
  cact_dnnl *d = (cact_dnnl *)calloc(1, sizeof *d);
  int missing = d == NULL;
#define CACT_NEED(field, symbol) \
  if (!missing) { *(void **)&field = dlsym(library, symbol); missing = !*(void **)&field; }
  CACT_NEED(get_version, "dnnl_version")
  if (!missing) {
    d->major = get_version()->major, d->minor = get_version()->minor, d->patch = get_version()->patch;
    missing = d->major != 2 && d->major != 3;
  }
  CACT_NEED(d->engine_create, "dnnl_engine_create")
  CACT_NEED(d->stream_create, "dnnl_stream_create")
  CACT_NEED(d->memory_create, "dnnl_memory_create")
  CACT_NEED(d->memory_destroy, "dnnl_memory_destroy")
  CACT_NEED(d->execute, "dnnl_primitive_execute")
  CACT_NEED(d->primitive_create, "dnnl_primitive_create")
  CACT_NEED(d->primitive_destroy, "dnnl_primitive_destroy")
  CACT_NEED(d->description_destroy, "dnnl_primitive_desc_destroy")
  CACT_NEED(d->description_query, "dnnl_primitive_desc_query")
  CACT_NEED(d->layout_size, "dnnl_memory_desc_get_size")
  CACT_NEED(d->attributes_create, "dnnl_primitive_attr_create")
  CACT_NEED(d->attributes_destroy, "dnnl_primitive_attr_destroy")
  CACT_NEED(d->attributes_scratch, "dnnl_primitive_attr_set_scratchpad_mode")
  CACT_NEED(d->attributes_post, "dnnl_primitive_attr_set_post_ops")
  CACT_NEED(d->post_create, "dnnl_post_ops_create")
  CACT_NEED(d->post_destroy, "dnnl_post_ops_destroy")
  CACT_NEED(d->reorder_create, "dnnl_reorder_primitive_desc_create")
  CACT_NEED(d->layout_query2, "dnnl_primitive_desc_query_md")
  if (!missing && d->major == 2) {
    CACT_NEED(d->layout_strides2, "dnnl_memory_desc_init_by_strides")
    CACT_NEED(d->layout_tag2, "dnnl_memory_desc_init_by_tag")
    CACT_NEED(d->product2, "dnnl_matmul_desc_init")
    CACT_NEED(d->description2, "dnnl_primitive_desc_create")
    CACT_NEED(d->post_sum2, "dnnl_post_ops_append_sum")
  } else {
    CACT_NEED(d->layout_strides3, "dnnl_memory_desc_create_with_strides")
    CACT_NEED(d->layout_tag3, "dnnl_memory_desc_create_with_tag")
    CACT_NEED(d->layout_destroy3, "dnnl_memory_desc_destroy")
    CACT_NEED(d->product3, "dnnl_matmul_primitive_desc_create")
    CACT_NEED(d->post_sum3, "dnnl_post_ops_append_sum")
  }
#undef CACT_NEED
  if (!missing) {
    *(void **)&d->omp_threads = dlsym(library, "omp_set_num_threads");
    missing = d->engine_create(&d->engine, 1, 0) != 0;
  }
  if (missing) {
    free(d);
    dlclose(library);
    return NULL;
  }
  return d;
}

static inline const void *cact_dnnl_described(const cact_dnnl_layout *l) { return l->handle ? l->handle : l->storage; }

/// A matrix of rows x columns by the distance between rows and between columns; both 0: as the library likes it.
static inline int cact_dnnl_layout_make(
    const cact_dnnl *d, cact_dnnl_layout *l, int64_t rows, int64_t columns, int type, int64_t row, int64_t column) {
  const int64_t size[12] = {rows, columns}, step[12] = {row, column};
  memset(l, 0, sizeof *l);
  if (!row && !column)
    return d->major == 2 ? d->layout_tag2(l->storage, 2, size, type, 1) : d->layout_tag3(&l->handle, 2, size, type, 1);
  return d->major == 2 ? d->layout_strides2(l->storage, 2, size, type, step)
                       : d->layout_strides3(&l->handle, 2, size, type, step);
}

static inline void cact_dnnl_layout_drop(const cact_dnnl *d, cact_dnnl_layout *l) {
  if (l->handle) d->layout_destroy3(l->handle);
  l->handle = NULL;
}

/// The shape and layouts of C (+)= A·B with f32 results; strides in elements. bRow = bColumn = 0: B packed by the library,
/// as `packed` says, a layout of another product's `cact_dnnl_packed`, or, where that is null, as the library likes it.
typedef struct {
  int64_t m, n, k, aRow, aColumn, bRow, bColumn, cRow;
  int type, accumulate;
  const void *packed;
} cact_dnnl_shape;

/// A product made for one shape; may run on several threads at once, each with scratch memory of its own.
typedef struct {
  void *primitive, *description;
  cact_dnnl_layout a, b, c;
  size_t scratchBytes, bBytes;
  const char *implementation;
} cact_dnnl_product;

static inline void cact_dnnl_product_drop(const cact_dnnl *d, cact_dnnl_product *p) {
  if (!p) return;
  if (p->primitive) d->primitive_destroy(p->primitive);
  if (p->description) d->description_destroy(p->description);
  cact_dnnl_layout_drop(d, &p->a);
  cact_dnnl_layout_drop(d, &p->b);
  cact_dnnl_layout_drop(d, &p->c);
  free(p);
}

/// Null where the library refuses the shape.
static inline cact_dnnl_product *cact_dnnl_product_make(const cact_dnnl *d, const cact_dnnl_shape *s) {
  cact_dnnl_product *p = (cact_dnnl_product *)calloc(1, sizeof *p);
  void *attributes = NULL, *post = NULL;
  if (!p) return NULL;
  if (d->omp_threads) d->omp_threads(1);  // The number of threads is fixed when the primitive is made.
  int failed = cact_dnnl_layout_make(d, &p->a, s->m, s->k, s->type, s->aRow, s->aColumn) ||
               cact_dnnl_layout_make(d, &p->b, s->k, s->n, s->type, s->bRow, s->bColumn) ||
               cact_dnnl_layout_make(d, &p->c, s->m, s->n, cact_dnnl_f32, s->cRow, 1) ||
               d->attributes_create(&attributes) || d->attributes_scratch(attributes, 1);
  if (!failed && s->accumulate)
    failed = d->post_create(&post) || (d->major == 2 ? d->post_sum2(post, 1) : d->post_sum3(post, 1, 0, 0)) ||
             d->attributes_post(attributes, post);
  const void *a = cact_dnnl_described(&p->a), *c = cact_dnnl_described(&p->c);
  const void *b = s->packed ? s->packed : cact_dnnl_described(&p->b);
  if (!failed && d->major == 2) {
    _Alignas(16) char operation[8192] = {0};
    failed = d->product2(operation, a, b, NULL, c) || d->description2(&p->description, operation, attributes, d->engine, NULL);
  } else if (!failed) {
    failed = d->product3(&p->description, d->engine, a, b, NULL, c, attributes);
  }
  failed = failed || d->primitive_create(&p->primitive, p->description);
  if (!failed) {
    const void *scratch = d->layout_query2(p->description, cact_dnnl_query_scratch, 0);
    const void *packed = d->layout_query2(p->description, cact_dnnl_query_weights, 0);
    p->scratchBytes = scratch ? d->layout_size(scratch) : 0;
    p->bBytes = packed ? d->layout_size(packed) : 0;
    d->description_query(p->description, cact_dnnl_query_name, 0, &p->implementation);
    // The library's plain loops, slower than OpenBLAS by orders of magnitude: as good as a refusal.
    failed = p->implementation && !strncmp(p->implementation, "ref", 3);
  }
  if (post) d->post_destroy(post);
  if (attributes) d->attributes_destroy(attributes);
  if (failed) {
    cact_dnnl_product_drop(d, p);
    return NULL;
  }
  return p;
}

/// Runs a primitive over up to four memories on the calling thread alone.
static inline int cact_dnnl_execute(
    const cact_dnnl *d, void *primitive, int count, const int *roles, const void *const *layouts, void *const *handles) {
  // A thread's stream is made at its first call and lives as long as the program: small products are called often.
  static _Thread_local void *stream;
  cact_dnnl_argument arguments[4] = {{0, NULL}};
  int failed = count > 4;
  if (!failed && !stream) {
    if (d->omp_threads) d->omp_threads(1);
    failed = d->stream_create(&stream, d->engine, 1);
  }
  for (int i = 0; i < count && !failed; i++) {
    arguments[i].arg = roles[i];
    failed = d->memory_create(&arguments[i].memory, layouts[i], d->engine, handles[i]);
  }
  failed = failed || d->execute(primitive, stream, count, arguments);
  for (int i = 0; i < 4; i++)
    if (arguments[i].memory) d->memory_destroy(arguments[i].memory);
  return failed;
}

/// B's layout, which lives as long as the product.
static inline const void *cact_dnnl_packed(const cact_dnnl *d, const cact_dnnl_product *p) {
  return d->layout_query2(p->description, cact_dnnl_query_weights, 0);
}

/// C (+)= A·B; 0 when it succeeded.
static inline int cact_dnnl_product_run(
    const cact_dnnl *d, const cact_dnnl_product *p, const void *a, const void *b, float *c, void *scratch) {
  const int roles[4] = {cact_dnnl_source, cact_dnnl_weights, cact_dnnl_destination, cact_dnnl_scratch};
  const void *layouts[4] = {
      cact_dnnl_described(&p->a), d->layout_query2(p->description, cact_dnnl_query_weights, 0),
      cact_dnnl_described(&p->c), d->layout_query2(p->description, cact_dnnl_query_scratch, 0)};
  void *const handles[4] = {(void *)a, (void *)b, c, scratch};
  return cact_dnnl_execute(d, p->primitive, p->scratchBytes ? 4 : 3, roles, layouts, handles);
}

/// Writes B, given by its strides, as `p` wants it: p->bBytes at `packed`.
static inline int cact_dnnl_pack(
    const cact_dnnl *d, const cact_dnnl_product *p, const cact_dnnl_shape *s, int type, int64_t row, int64_t column,
    const void *b, void *packed) {
  cact_dnnl_layout from;
  void *description = NULL, *primitive = NULL;
  if (d->omp_threads) d->omp_threads(1);
  const void *to = d->layout_query2(p->description, cact_dnnl_query_weights, 0);
  int failed = cact_dnnl_layout_make(d, &from, s->k, s->n, type, row, column) ||
               d->reorder_create(&description, cact_dnnl_described(&from), d->engine, to, d->engine, NULL) ||
               d->primitive_create(&primitive, description);
  if (!failed) {
    const int roles[2] = {cact_dnnl_source, cact_dnnl_destination};
    const void *layouts[2] = {cact_dnnl_described(&from), to};
    void *const handles[2] = {(void *)b, packed};
    failed = cact_dnnl_execute(d, primitive, 2, roles, layouts, handles);
  }
  if (primitive) d->primitive_destroy(primitive);
  if (description) d->description_destroy(description);
  cact_dnnl_layout_drop(d, &from);
  return failed;
}
