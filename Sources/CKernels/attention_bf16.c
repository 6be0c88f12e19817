#include "tile_bf16.h"

#include <math.h>

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16"))), apply_to = function)

enum {
  /// Queries that are taken at once, and keys: the scores of so many stay in the nearest cache.
  rows = cact_tile_rows,
  keyBlock = 256,
  panel = cact_bf16_panel,
};

static const float ln2 = 0.69314718f;

/// exp2(scale·s - shift) of the lanes that are seen, 0 of the others, rounded into p; adds them to the sum.
CACT_INLINE __m512 weigh(const float *s, uint16_t *p, __mmask16 seen, __m512 scale, __m512 shift, __m512 sum) {
  __m512 e = cact_exp2(_mm512_fmsub_ps(_mm512_loadu_ps(s), scale, shift));
  if (seen != 0xffff) e = _mm512_maskz_mov_ps(seen, e);
  cact_store(p, 0xffff, e);
  return _mm512_add_ps(sum, e);
}

/// One query's block of keys, of which it sees `low`..<`high`: its top score so far, in powers of two, its sum relative to
/// that, and its probabilities, zeros where it sees nothing. Returns what earlier blocks' results are to be multiplied by.
CACT_INLINE float soften(
    const float *s, uint16_t *p, int64_t columns, int64_t low, int64_t high, float scale, float *top, float *total) {
  if (low >= high) {
    memset(p, 0, columns * sizeof *p);
    return 1;
  }
  // Whole vectors that the query sees; masks are for what is left of and right of them.
  const int64_t start = low / 16 * 16, whole = (low + 15) / 16 * 16, end = high / 16 * 16;
  const __mmask16 left = (__mmask16)~cact_lanes(low - start);
  __m512 most0 = _mm512_set1_ps(-__builtin_inff()), most1 = most0;
  int64_t j = whole;
  for (; j + 32 <= end; j += 32) {
    most0 = _mm512_max_ps(most0, _mm512_loadu_ps(s + j));
    most1 = _mm512_max_ps(most1, _mm512_loadu_ps(s + j + 16));
  }
  if (j < end) most0 = _mm512_max_ps(most0, _mm512_loadu_ps(s + j));
  if (start < whole) most1 = _mm512_mask_max_ps(most1, left & cact_lanes(high - start), most1, _mm512_loadu_ps(s + start));
  if (end < high && end >= whole) most0 = _mm512_mask_max_ps(most0, cact_lanes(high - end), most0, _mm512_loadu_ps(s + end));
  const float block = _mm512_reduce_max_ps(_mm512_max_ps(most0, most1)) * scale;
  const float known = *top, highest = block > known ? block : known;
  const __m512 factor = _mm512_set1_ps(scale), shift = _mm512_set1_ps(highest);
  __m512 sum0 = _mm512_setzero_ps(), sum1 = sum0;
  for (j = 0; j < start; j += 16) _mm256_storeu_si256((__m256i *)(p + j), _mm256_setzero_si256());
  if (start < whole) sum1 = weigh(s + start, p + start, left & cact_lanes(high - start), factor, shift, sum1);
  for (j = whole; j + 32 <= end; j += 32) {
    sum0 = weigh(s + j, p + j, 0xffff, factor, shift, sum0);
    sum1 = weigh(s + j + 16, p + j + 16, 0xffff, factor, shift, sum1);
  }
  if (j < end) sum0 = weigh(s + j, p + j, 0xffff, factor, shift, sum0), j += 16;
  if (end < high && end >= whole) sum1 = weigh(s + end, p + end, cact_lanes(high - end), factor, shift, sum1), j += 16;
  for (; j < columns; j += 16) _mm256_storeu_si256((__m256i *)(p + j), _mm256_setzero_si256());
  // Before the first block there is nothing to correct.
  const float correction = known == highest || known == -__builtin_inff() ? 1 : exp2f(known - highest);
  *total = *total * correction + _mm512_reduce_add_ps(_mm512_add_ps(sum0, sum1));
  *top = highest;
  return correction;
}

/// y (*)= factor of a row whose length is a multiple of 16.
CACT_INLINE void scale_row(float *y, int64_t count, float factor) {
  for (int64_t j = 0; j < count; j += 16)
    _mm512_storeu_ps(y + j, _mm512_mul_ps(_mm512_loadu_ps(y + j), _mm512_set1_ps(factor)));
}

void cact_bf16_attend(const cact_bf16_attention *h) {
  _Alignas(64) float scores[rows * keyBlock], mixed[rows * cact_bf16_dimension];
  _Alignas(64) uint16_t probabilities[rows * keyBlock], last[rows * cact_bf16_dimension];
  const int64_t d = h->dimension, width = (d + panel - 1) / panel * panel;
  // Distance between the values' panels.
  const int64_t valuePanel = (h->length + panel - 1) / panel * panel / 2 * panel;
  for (int64_t first = 0; first < h->length; first += rows) {
    const int64_t count = h->length - first < rows ? h->length - first : rows, end = first + count;
    const uint16_t *queries = h->queries + first * h->queryStride;
    int64_t stride = h->queryStride;
    if (count < rows) {
      // What follows the segment is none of its business.
      memset(last, 0, sizeof last);
      for (int i = 0; i < count; i++) memcpy(last + i * d, queries + i * stride, 2 * d);
      queries = last, stride = d;
    }
    // The next queries lie far apart, each in a row of all heads.
    for (int64_t i = 0; i < rows && end + i < h->length; i++)
      for (int64_t j = 0; j < d; j += 32) _mm_prefetch((const char *)(queries + (rows + i) * stride + j), _MM_HINT_T0);
    float top[rows], total[rows];
    for (int i = 0; i < rows; i++) top[i] = -__builtin_inff(), total[i] = 0;
    const int64_t start = first < h->window ? 0 : (first - h->window + 1) / panel * panel;
    for (int64_t key = start; key < end; key += keyBlock) {
      const int64_t seen = end - key < keyBlock ? end - key : keyBlock;
      const int64_t columns = (seen + panel - 1) / panel * panel;
      for (int64_t j = 0; j < columns; j += panel)
        cact_tile(rows, d, queries, stride, 2, h->keys + (key + j) * d / 2, NULL, 0, scores + j, keyBlock, panel);
      for (int i = 0; i < rows; i++) {
        const int64_t position = first + i;
        const int64_t low = position < h->window ? 0 : position - h->window + 1 - key;
        const int64_t high = i < count ? position + 1 - key : 0;
        const float correction = soften(
            scores + i * keyBlock, probabilities + i * keyBlock, columns, low < 0 ? 0 : low,
            high > columns ? columns : high, h->scale * cact_log2e, top + i, total + i);
        if (correction != 1) scale_row(mixed + i * width, width, correction);
      }
      for (int64_t j = 0; j < width; j += panel)
        cact_tile(
            rows, (seen + 1) / 2 * 2, probabilities, keyBlock, 2, h->values + j / panel * valuePanel + key / 2 * panel, NULL,
            key > start, mixed + j, width, panel);
    }
    for (int i = 0; i < count; i++) {
      const __m512 factor = _mm512_set1_ps(1 / total[i]);
      const int64_t at = (first + i) * h->resultStride;
      for (int64_t j = 0; j < d; j += 16) {
        const __mmask16 lanes = cact_lanes(d - j);
        const __m512 y = _mm512_mul_ps(_mm512_load_ps(mixed + i * width + j), factor);
        cact_store(h->results + at + j, lanes, y);
      }
      if (h->logSum) h->logSum[(first + i) * h->logSumStride] = (top[i] + log2f(total[i])) * ln2;
    }
  }
}

#pragma clang attribute pop
#else
void cact_bf16_attend(const cact_bf16_attention *b) {}
#endif
