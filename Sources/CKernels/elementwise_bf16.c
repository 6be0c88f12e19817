#include "vectors_bf16.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16"))), apply_to = function)

void cact_bf16_softmax_part(const float *x, int64_t count, uint16_t *rounded, float *top, float *total) {
  // Four independent chains: a largest and a sum are each one operation after the other.
  __m512 most[4], sum[4];
  for (int i = 0; i < 4; i++) most[i] = _mm512_set1_ps(-__builtin_inff()), sum[i] = _mm512_setzero_ps();
  int64_t j = 0;
  for (; j + 64 <= count; j += 64)
    for (int i = 0; i < 4; i++) most[i] = _mm512_max_ps(most[i], _mm512_loadu_ps(x + j + 16 * i));
  for (; j < count; j += 16) {
    __mmask16 lanes = cact_lanes(count - j);
    most[0] = _mm512_mask_max_ps(most[0], lanes, most[0], _mm512_maskz_loadu_ps(lanes, x + j));
  }
  const float largest =
      _mm512_reduce_max_ps(_mm512_max_ps(_mm512_max_ps(most[0], most[1]), _mm512_max_ps(most[2], most[3])));
  const __m512 shift = _mm512_set1_ps(largest * cact_log2e), factor = _mm512_set1_ps(cact_log2e);
  for (j = 0; j + 64 <= count; j += 64) {
    for (int i = 0; i < 4; i++) {
      __m512 e = cact_exp2(_mm512_fmsub_ps(_mm512_loadu_ps(x + j + 16 * i), factor, shift));
      sum[i] = _mm512_add_ps(sum[i], e);
      if (rounded) cact_store(rounded + j + 16 * i, 0xffff, e);
    }
  }
  for (; j < count; j += 16) {
    __mmask16 lanes = cact_lanes(count - j);
    __m512 x0 = _mm512_maskz_loadu_ps(lanes, x + j);
    __m512 e = _mm512_maskz_mov_ps(lanes, cact_exp2(_mm512_fmsub_ps(x0, factor, shift)));
    sum[0] = _mm512_add_ps(sum[0], e);
    if (rounded) cact_store(rounded + j, lanes, e);
  }
  *top = largest;
  *total = _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(sum[0], sum[1]), _mm512_add_ps(sum[2], sum[3])));
}

void cact_bf16_gated_silu(const float *gateUp, uint16_t *y, int64_t rows, int64_t width) {
  for (int64_t t = 0; t < rows; t++, gateUp += 2 * width, y += width) {
    for (int64_t j = 0; j < width; j += 16) {
      const __mmask16 lanes = cact_lanes(width - j);
      const __m512 g = _mm512_maskz_loadu_ps(lanes, gateUp + j), u = _mm512_maskz_loadu_ps(lanes, gateUp + width + j);
      cact_store(y + j, lanes, cact_gated(g, u));
    }
  }
}

void cact_bf16_fetch(const void *memory, int64_t bytes) {
  for (int64_t i = 0; i < bytes; i += 64) _mm_prefetch((const char *)memory + i, _MM_HINT_T1);
}

void cact_bf16_round(const float *x, uint16_t *y, int64_t count) {
  for (int64_t j = 0; j < count; j += 16) {
    const __mmask16 lanes = cact_lanes(count - j);
    cact_store(y + j, lanes, _mm512_maskz_loadu_ps(lanes, x + j));
  }
}

void cact_bf16_rms_norm(
    int64_t rows, int64_t width, float *x, const float *added, const float *weight, float epsilon, uint16_t *y,
    float *inverse) {
  for (int64_t t = 0; t < rows; t++, x += width, y += width) {
    __m512 square[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()};
    for (int64_t j = 0; j < width; j += 16) {
      const __mmask16 lanes = cact_lanes(width - j);
      // Rows lie in memory one after the other, but what prefetches by itself stops at each page.
      _mm_prefetch((const char *)(x + j + 2 * width), _MM_HINT_T0);
      __m512 v = _mm512_maskz_loadu_ps(lanes, x + j);
      if (added) {
        v = _mm512_add_ps(v, _mm512_maskz_loadu_ps(lanes, added + t * width + j));
        _mm512_mask_storeu_ps(x + j, lanes, v);
      }
      square[j / 16 % 2] = _mm512_fmadd_ps(v, v, square[j / 16 % 2]);
    }
    const float mean = _mm512_reduce_add_ps(_mm512_add_ps(square[0], square[1])) / (float)width;
    inverse[t] = 1 / __builtin_sqrtf(mean + epsilon);
    const __m512 r = _mm512_set1_ps(inverse[t]);
    for (int64_t j = 0; j < width; j += 16) {
      const __mmask16 lanes = cact_lanes(width - j);
      const __m512 v = _mm512_mul_ps(_mm512_maskz_loadu_ps(lanes, x + j), r);
      cact_store(y + j, lanes, _mm512_mul_ps(v, _mm512_maskz_loadu_ps(lanes, weight + j)));
    }
  }
}

void cact_bf16_rotate(
    int64_t rows, int64_t width, const float *x, int64_t heads, int64_t dimension, const int32_t *positions,
    const float *cosines, const float *sines, uint16_t *y) {
  const int64_t half = dimension / 2;
  for (int64_t t = 0; t < rows; t++, x += width, y += width) {
    const float *c = cosines + positions[t] * half, *s = sines + positions[t] * half;
    for (int64_t j = 0; j < half; j += 16) {
      const __mmask16 lanes = cact_lanes(half - j);
      const __m512 cosine = _mm512_maskz_loadu_ps(lanes, c + j), sine = _mm512_maskz_loadu_ps(lanes, s + j);
      for (int64_t low = j; low < heads * dimension; low += dimension) {
        const __m512 a = _mm512_maskz_loadu_ps(lanes, x + low), b = _mm512_maskz_loadu_ps(lanes, x + low + half);
        cact_store(y + low, lanes, _mm512_fmsub_ps(a, cosine, _mm512_mul_ps(b, sine)));
        cact_store(y + low + half, lanes, _mm512_fmadd_ps(b, cosine, _mm512_mul_ps(a, sine)));
      }
    }
    cact_bf16_round(x + heads * dimension, y + heads * dimension, width - heads * dimension);
  }
}

#pragma clang attribute pop
#else
void cact_bf16_softmax_part(const float *x, int64_t n, uint16_t *rounded, float *top, float *total) {}
void cact_bf16_gated_silu(const float *x, uint16_t *y, int64_t rows, int64_t width) {}
void cact_bf16_round(const float *x, uint16_t *y, int64_t count) {}
void cact_bf16_rms_norm(
    int64_t rows, int64_t width, float *x, const float *added, const float *weight, float epsilon, uint16_t *y,
    float *inverse) {}
void cact_bf16_fetch(const void *memory, int64_t bytes) {}
void cact_bf16_rotate(
    int64_t rows, int64_t width, const float *x, int64_t heads, int64_t dimension, const int32_t *positions,
    const float *cosines, const float *sines, uint16_t *y) {}
#endif
