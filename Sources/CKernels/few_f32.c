// Products of a few rows by a matrix as it is stored, which is read once: the bits of `cact_f32_multiply`.
#include "include/float32.h"

#define CACT_JOIN_(a, b) a##b
#define CACT_JOIN(a, b) CACT_JOIN_(a, b)

/// As many rows as the function is for, by a matrix; returns how many columns it took.
typedef int64_t few(
    int64_t n, int64_t k, const float *a, int64_t lda, const void *b, int64_t stride, int accumulate, float *c,
    int64_t ldc);

static inline __attribute__((always_inline)) const void *from(const void *b, const cact_f32_stored stored, int64_t at) {
  return (const char *)b + (stored == cact_f32_stored_single ? 4 : 2) * at;
}

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#endif
#include "transpose_f32.h"

static inline __attribute__((always_inline)) float value(const void *b, const cact_f32_stored stored, int64_t at) {
  switch (stored) {
  case cact_f32_stored_single: return ((const float *)b)[at];
  case cact_f32_stored_half: return (float)((const _Float16 *)b)[at];
  case cact_f32_stored_bfloat16: {
    const union { uint32_t bits; float value; } one = {.bits = (uint32_t)((const uint16_t *)b)[at] << 16};
    return one.value;
  }
  }
}

typedef uint16_t sixteen_shorts __attribute__((ext_vector_type(16), aligned(2)));
typedef _Float16 eight_halves __attribute__((ext_vector_type(8), aligned(2)));

/// Sixteen values of each of eight columns, `stride` apart: transposed before they are widened.
static inline __attribute__((always_inline)) void turned_halves(const void *b, int64_t stride, eight *y) {
  sixteen_shorts r[8], s[8];
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 16, 1, 17, 2, 18, 3, 19, 8, 24, 9, 25, 10, 26, 11, 27)
#define HIGH(x, y) __builtin_shufflevector(x, y, 4, 20, 5, 21, 6, 22, 7, 23, 12, 28, 13, 29, 14, 30, 15, 31)
#define LOW_TWO(x, y) __builtin_shufflevector(x, y, 0, 1, 16, 17, 2, 3, 18, 19, 8, 9, 24, 25, 10, 11, 26, 27)
#define HIGH_TWO(x, y) __builtin_shufflevector(x, y, 4, 5, 20, 21, 6, 7, 22, 23, 12, 13, 28, 29, 14, 15, 30, 31)
#define LOW_FOUR(x, y) __builtin_shufflevector(x, y, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27)
#define HIGH_FOUR(x, y) __builtin_shufflevector(x, y, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31)
#pragma clang loop unroll(full)
  for (int j = 0; j < 8; j++) r[j] = *(const sixteen_shorts *)((const uint16_t *)b + j * stride);
#pragma clang loop unroll(full)
  for (int j = 0; j < 8; j += 2) s[j] = LOW(r[j], r[j + 1]), s[j + 1] = HIGH(r[j], r[j + 1]);
#pragma clang loop unroll(full)
  for (int j = 0; j < 8; j += 4)
#pragma clang loop unroll(full)
    for (int i = 0; i < 2; i++)
      r[j + 2 * i] = LOW_TWO(s[j + i], s[j + i + 2]), r[j + 2 * i + 1] = HIGH_TWO(s[j + i], s[j + i + 2]);
#pragma clang loop unroll(full)
  for (int j = 0; j < 4; j++) {
    // The first eight values in the lower half, the others in the upper.
    const sixteen_shorts even = LOW_FOUR(r[j], r[j + 4]), odd = HIGH_FOUR(r[j], r[j + 4]);
    y[2 * j] = __builtin_convertvector((eight_halves)even.lo, eight);
    y[2 * j + 1] = __builtin_convertvector((eight_halves)odd.lo, eight);
    y[8 + 2 * j] = __builtin_convertvector((eight_halves)even.hi, eight);
    y[9 + 2 * j] = __builtin_convertvector((eight_halves)odd.hi, eight);
  }
#undef LOW
#undef HIGH
#undef LOW_TWO
#undef HIGH_TWO
#undef LOW_FOUR
#undef HIGH_FOUR
}

#define CACT_NAME(x) CACT_JOIN(eight_, x)
#define CACT_WIDTH 8
#define CACT_TRANSPOSED transposed
#include "few_f32.inc.h"

/// `rows` rows by `depth` rows of B, by whose columns' sums C goes on.
static inline __attribute__((always_inline)) void by_some_rows(
    const int rows, const int depth, const cact_f32_stored stored, int64_t n, const float *a, int64_t lda, const void *b,
    int64_t stride, int accumulate, float *c, int64_t ldc) {
  int64_t j = 0;
  for (; j + 32 <= n; j += 32) {
    // The rows that come next.
#pragma clang loop unroll(full)
    for (int q = 0; q < depth; q++) {
      __builtin_prefetch(from(b, stored, (depth + q) * stride + j), 0, 2);
      if (stored == cact_f32_stored_single) __builtin_prefetch(from(b, stored, (depth + q) * stride + j + 16), 0, 2);
    }
#pragma clang loop unroll(disable)
    for (int64_t g = j; g < j + 32; g += 8) {
      eight sum[rows];
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; i++) sum[i] = accumulate ? *(const eight *)(c + i * ldc + g) : (eight)0.0f;
#pragma clang loop unroll(full)
      for (int q = 0; q < depth; q++) {
        const void *at = from(b, stored, q * stride + g);
        const eight y =
            stored == cact_f32_stored_single ? *(const eight *)at : eight_widened(stored, *(const eight_shorts *)at);
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) sum[i] = __builtin_elementwise_fma((eight)a[i * lda + q], y, sum[i]);
      }
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; i++) *(eight *)(c + i * ldc + g) = sum[i];
    }
  }
  for (; j < n; j++)
    for (int i = 0; i < rows; i++) {
      float sum = accumulate ? c[i * ldc + j] : 0;
      for (int64_t q = 0; q < depth; q++) sum = __builtin_fmaf(a[i * lda + q], value(b, stored, q * stride + j), sum);
      c[i * ldc + j] = sum;
    }
}

/// `rows` rows by a matrix whose rows are stored one after the other. Eight of them at a time meet all columns, whose sums wait in
/// C: memory is read in long pieces.
static inline __attribute__((always_inline)) void by_rows(
    const int rows, const cact_f32_stored stored, int64_t n, int64_t k, const float *a, int64_t lda, const void *b,
    int64_t stride, int accumulate, float *c, int64_t ldc) {
  int64_t p = 0;
  for (; p + 8 <= k; p += 8, accumulate = 1)
    by_some_rows(rows, 8, stored, n, a + p, lda, from(b, stored, p * stride), stride, accumulate, c, ldc);
  for (; p < k; p++, accumulate = 1)
    by_some_rows(rows, 1, stored, n, a + p, lda, from(b, stored, p * stride), stride, accumulate, c, ldc);
}

#define CACT_BY_ROWS(rows, stored) \
  static __attribute__((noinline)) int64_t rows_##rows##_by_##stored( \
      int64_t n, int64_t k, const float *a, int64_t lda, const void *b, int64_t stride, int accumulate, float *c, \
      int64_t ldc) { \
    by_rows(rows, cact_f32_stored_##stored, n, k, a, lda, b, stride, accumulate, c, ldc); \
    return n; \
  }
#define CACT_ROWS(stored) \
  CACT_BY_ROWS(1, stored) CACT_BY_ROWS(2, stored) CACT_BY_ROWS(3, stored) CACT_BY_ROWS(4, stored) \
  CACT_BY_ROWS(5, stored) CACT_BY_ROWS(6, stored) \
  static few *const rows_of_##stored[6] = { \
      rows_1_by_##stored, rows_2_by_##stored, rows_3_by_##stored, rows_4_by_##stored, rows_5_by_##stored, \
      rows_6_by_##stored};
CACT_ROWS(single)
CACT_ROWS(bfloat16)
CACT_ROWS(half)
#undef CACT_ROWS
#undef CACT_BY_ROWS

static void last_columns(
    int64_t m, int64_t n, int64_t k, const float *a, int64_t lda, const void *b, cact_f32_stored stored, int64_t stride,
    int accumulate, float *c, int64_t ldc) {
  for (int64_t j = 0; j < n; j++)
    for (int64_t i = 0; i < m; i++) {
      float sum = accumulate ? c[i * ldc + j] : 0;
      for (int64_t p = 0; p < k; p++) sum = __builtin_fmaf(a[i * lda + p], value(b, stored, j * stride + p), sum);
      c[i * ldc + j] = sum;
    }
}
#if defined(__x86_64__)
#pragma clang attribute pop
#endif

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#define CACT_NAME(x) CACT_JOIN(sixteen_, x)
#define CACT_WIDTH 16
#define CACT_TRANSPOSED transposed_sixteen
#include "few_f32.inc.h"
#pragma clang attribute pop
#endif

void cact_f32_multiply_few(
    cact_f32_width width, int64_t m, int64_t n, int64_t k, const float *a, int64_t lda, const void *b,
    cact_f32_stored stored, int64_t stride, int transposed, int accumulate, float *c, int64_t ldc) {
  few *const *const rows[] = {rows_of_single, rows_of_bfloat16, rows_of_half};
  few *const *const columns[] = {eight_of_single, eight_of_bfloat16, eight_of_half};
  // Columns whose sums stay in the first-level cache.
  enum { most = 512 };
  for (int64_t i = 0; i < m; i += 6, a += 6 * lda, c += 6 * ldc) {
    const int64_t count = m - i < 6 ? m - i : 6;
    int64_t j = 0;
    if (!transposed) {
      for (; j < n; j += most)
        rows[stored][count - 1](
            n - j < most ? n - j : most, k, a, lda, from(b, stored, j), stride, accumulate, c + j, ldc);
      continue;
    }
#if defined(__x86_64__)
    // Not of single values: sixteen lines, where columns are a power of two apart, would drive each other out of the cache.
    few *const *const wide[] = {0, sixteen_of_bfloat16, sixteen_of_half};
    if (width == cact_f32_avx512 && wide[stored])
      j += wide[stored][count - 1](n, k, a, lda, b, stride, accumulate, c, ldc);
#else
    (void)width;
#endif
    j += columns[stored][count - 1](n - j, k, a, lda, from(b, stored, j * stride), stride, accumulate, c + j, ldc);
    last_columns(count, n - j, k, a, lda, from(b, stored, j * stride), stored, stride, accumulate, c + j, ldc);
  }
}
