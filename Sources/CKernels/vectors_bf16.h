// What the kernels share: 16 float32 values at once.
#pragma once
#include "bfloat16.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#define CACT_INLINE static inline __attribute__((always_inline))
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16"))), apply_to = function)

static const float cact_log2e = 1.44269504f;

/// The first `count` lanes of 16; none below 0, all above 16.
CACT_INLINE __mmask16 cact_lanes(int64_t count) {
  return count >= 16 ? 0xffff : count <= 0 ? 0 : (__mmask16)((1u << count) - 1);
}

/// 2^x to 1.5e-7 of it: with f = x - floor(x) a minimax polynomial of degree 5 for 2^f on [0, 1), then the exponent.
CACT_INLINE __m512 cact_exp2(__m512 x) {
  __m512 f = _mm512_reduce_ps(x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
  __m512 p = _mm512_set1_ps(1.8775766e-3f);
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(8.9893406e-3f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(5.5826318e-2f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(2.4015361e-1f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(6.9315308e-1f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(9.9999994e-1f));
  return _mm512_scalef_ps(p, x);
}

/// g·u / (1 + exp(-g))
CACT_INLINE __m512 cact_gated(__m512 g, __m512 u) {
  // Below -83 the result is as good as 0, and 2^120 still has a reciprocal. (Of the two a NaN is the second.)
  g = _mm512_max_ps(_mm512_set1_ps(-83), g);
  const __m512 d = _mm512_add_ps(_mm512_set1_ps(1), cact_exp2(_mm512_mul_ps(g, _mm512_set1_ps(-cact_log2e))));
  const __m512 r = _mm512_rcp14_ps(d);
  return _mm512_mul_ps(_mm512_mul_ps(g, _mm512_mul_ps(r, _mm512_fnmadd_ps(d, r, _mm512_set1_ps(2)))), u);
}

/// 16 values as bfloat16, to nearest, ties to even.
CACT_INLINE void cact_store(uint16_t *y, __mmask16 lanes, __m512 x) {
  _mm256_mask_storeu_epi16(y, lanes, (__m256i)_mm512_cvtneps_pbh(x));
}

#pragma clang attribute pop
#endif
