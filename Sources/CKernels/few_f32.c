// Products of a few rows by a matrix as it is stored, which is read once: the bits of `cact_f32_multiply`.
#include "include/float32.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#endif
#include "transpose_f32.h"

typedef uint16_t eight_bf16 __attribute__((ext_vector_type(8), aligned(2)));
typedef uint32_t eight_bits __attribute__((ext_vector_type(8)));

/// Elements of B from `at` on: float32, or bfloat16 (`halved`), whose bits are the upper half of a float32's.
static inline __attribute__((always_inline)) eight values(const void *b, const int halved, int64_t at) {
  if (!halved) return *(const eight *)((const float *)b + at);
  return (eight)(__builtin_convertvector(*(const eight_bf16 *)((const uint16_t *)b + at), eight_bits) << 16);
}

static inline __attribute__((always_inline)) float value(const void *b, const int halved, int64_t at) {
  if (!halved) return ((const float *)b)[at];
  const union { uint32_t bits; float value; } one = {.bits = (uint32_t)((const uint16_t *)b)[at] << 16};
  return one.value;
}

static inline __attribute__((always_inline)) const void *from(const void *b, const int halved, int64_t at) {
  return (const char *)b + (halved ? 2 : 4) * at;
}

/// Eight columns of B, for each of `rows` rows of A a chain of their own.
static inline __attribute__((always_inline)) void chains(
    const int rows, const int turned, const int halved, int64_t k, const float *a, int64_t lda, const void *b,
    int64_t stride, eight sum[rows]) {
  int64_t p = 0;
  if (turned) {
    for (; p + 8 <= k; p += 8) {
      // The columns that come next, into the second-level cache, a line of each at a time.
      if (p % 16 == 0)
#pragma clang loop unroll(full)
        for (int j = 8; j < 16; j++) __builtin_prefetch(from(b, halved, j * stride + p), 0, 2);
      eight columns[8], y[8];
#pragma clang loop unroll(full)
      for (int j = 0; j < 8; j++) columns[j] = values(b, halved, j * stride + p);
      transposed(columns, y);
#pragma clang loop unroll(full)
      for (int q = 0; q < 8; q++)
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) sum[i] = __builtin_elementwise_fma((eight)a[i * lda + p + q], y[q], sum[i]);
    }
  }
  for (; p < k; p++) {
    eight y;
    if (turned)
      for (int j = 0; j < 8; j++) y[j] = value(b, halved, j * stride + p);
    else
      y = values(b, halved, p * stride);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) sum[i] = __builtin_elementwise_fma((eight)a[i * lda + p], y, sum[i]);
  }
}

/// `rows` rows by all columns.
static inline __attribute__((always_inline)) void multiply(
    const int rows, const int turned, const int halved, int64_t n, int64_t k, const float *a, int64_t lda,
    const void *b, int64_t stride, int accumulate, float *c, int64_t ldc) {
  int64_t j = 0;
  const int64_t across = turned ? stride : 1;
  for (; j + 8 <= n; j += 8) {
    eight sum[rows];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) sum[i] = accumulate ? *(const eight *)(c + i * ldc + j) : (eight)0.0f;
    chains(rows, turned, halved, k, a, lda, from(b, halved, j * across), stride, sum);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) *(eight *)(c + i * ldc + j) = sum[i];
  }
  for (; j < n; j++)
    for (int i = 0; i < rows; i++) {
      float sum = accumulate ? c[i * ldc + j] : 0;
      const void *column = from(b, halved, j * across);
      for (int64_t p = 0; p < k; p++)
        sum = __builtin_fmaf(a[i * lda + p], value(column, halved, turned ? p : p * stride), sum);
      c[i * ldc + j] = sum;
    }
}

#define CACT_FEW(rows) \
  static __attribute__((noinline)) void few##rows( \
      int turned, int halved, int64_t n, int64_t k, const float *a, int64_t lda, const void *b, int64_t stride, \
      int accumulate, float *c, int64_t ldc) { \
    if (turned && halved) multiply(rows, 1, 1, n, k, a, lda, b, stride, accumulate, c, ldc); \
    else if (turned) multiply(rows, 1, 0, n, k, a, lda, b, stride, accumulate, c, ldc); \
    else if (halved) multiply(rows, 0, 1, n, k, a, lda, b, stride, accumulate, c, ldc); \
    else multiply(rows, 0, 0, n, k, a, lda, b, stride, accumulate, c, ldc); \
  }
CACT_FEW(1)
CACT_FEW(2)
CACT_FEW(4)

void cact_f32_multiply_few(
    int64_t m, int64_t n, int64_t k, const float *a, int64_t lda, const void *b, int bf16, int64_t stride,
    int transposed, int accumulate, float *c, int64_t ldc) {
  // A few columns at a time, so that they are still in the cache for the next rows.
  for (int64_t first = 0; first < n; first += 32, c += 32) {
    const int64_t count = n - first < 32 ? n - first : 32;
    const void *part = from(b, bf16, transposed ? first * stride : first);
    int64_t i = 0;
    for (; m - i >= 4; i += 4) few4(transposed, bf16, count, k, a + i * lda, lda, part, stride, accumulate, c + i * ldc, ldc);
    for (; m - i >= 2; i += 2) few2(transposed, bf16, count, k, a + i * lda, lda, part, stride, accumulate, c + i * ldc, ldc);
    for (; m - i >= 1; i++) few1(transposed, bf16, count, k, a + i * lda, lda, part, stride, accumulate, c + i * ldc, ldc);
  }
}
#if defined(__x86_64__)
#pragma clang attribute pop
#endif
