// The product of a few rows with one panel of a packed matrix, which all products are made of.
#pragma once
#include "vectors_bf16.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16"))), apply_to = function)

enum {
  /// Rows of a tile: 12 by 32 columns are 24 sums, and with two vectors of B and one of A all but five of the registers. A
  /// cycle's two products then need little more than one load, of the two that it has.
  cact_tile_rows = 12,
};

/// A·B in registers: `rows`, a constant of at most 12, of A, `lda` values apart, of k values, whose pairs are `step` values apart;
/// one panel of B. `next`: memory that is read soon, as long as the panel divided by the calls for it; may be null.
CACT_INLINE void cact_sum_of(
    const int rows, int64_t k, const uint16_t *a, int64_t lda, const int64_t step, const uint32_t *b, const char *next,
    __m512 sum[cact_tile_rows][2]) {
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) sum[i][0] = sum[i][1] = _mm512_setzero_ps();
  for (int64_t p = 0; p < k / 2; p++, b += cact_bf16_panel) {
    __m512bh b0 = (__m512bh)_mm512_loadu_si512(b), b1 = (__m512bh)_mm512_loadu_si512(b + 16);
    if (next) _mm_prefetch(next + 64 * p, _MM_HINT_T1);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      int32_t pair;
      memcpy(&pair, a + i * lda + step * p, 4);
      __m512bh x = (__m512bh)_mm512_set1_epi32(pair);
      sum[i][0] = _mm512_dpbf16_ps(sum[i][0], x, b0);
      sum[i][1] = _mm512_dpbf16_ps(sum[i][1], x, b1);
    }
  }
  if (k & 1) {
    __m512bh b0 = (__m512bh)_mm512_loadu_si512(b), b1 = (__m512bh)_mm512_loadu_si512(b + 16);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      __m512bh x = (__m512bh)_mm512_set1_epi32(a[i * lda + step * (k / 2)]);
      sum[i][0] = _mm512_dpbf16_ps(sum[i][0], x, b0);
      sum[i][1] = _mm512_dpbf16_ps(sum[i][1], x, b1);
    }
  }
}

/// As above, of rows of A whose values lie one after the other.
CACT_INLINE void cact_sum(
    const int rows, int64_t k, const uint16_t *a, int64_t lda, const uint32_t *b, const char *next,
    __m512 sum[cact_tile_rows][2]) {
  cact_sum_of(rows, k, a, lda, 2, b, next, sum);
}

/// C (+)= A·B, as `cact_sum_of`; C's rows are `ldc` apart, and `columns` of them are written.
CACT_INLINE void cact_tile(
    const int rows, int64_t k, const uint16_t *a, int64_t lda, const int64_t step, const uint32_t *b, const char *next,
    int accumulate, float *c, int64_t ldc, int64_t columns) {
  __m512 sum[cact_tile_rows][2];
  cact_sum_of(rows, k, a, lda, step, b, next, sum);
  const __mmask16 low = cact_lanes(columns), high = cact_lanes(columns - 16);
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    float *y = c + i * ldc;
    if (accumulate) {
      sum[i][0] = _mm512_add_ps(sum[i][0], _mm512_maskz_loadu_ps(low, y));
      sum[i][1] = _mm512_add_ps(sum[i][1], _mm512_maskz_loadu_ps(high, y + 16));
    }
    _mm512_mask_storeu_ps(y, low, sum[i][0]);
    _mm512_mask_storeu_ps(y + 16, high, sum[i][1]);
  }
}

#pragma clang attribute pop
#endif
