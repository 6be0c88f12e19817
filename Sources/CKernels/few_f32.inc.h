// Products of a few rows by a matrix whose columns are stored one after the other, written once for both widths. The including file
// names
//   CACT_NAME(x)     what a function is called at this width
//   CACT_WIDTH       values in a vector: columns that are met at once
//   CACT_TRANSPOSED  transposes as many vectors
typedef float CACT_NAME(vector) __attribute__((ext_vector_type(CACT_WIDTH), aligned(4)));
typedef uint16_t CACT_NAME(shorts) __attribute__((ext_vector_type(CACT_WIDTH), aligned(2)));
typedef _Float16 CACT_NAME(halves) __attribute__((ext_vector_type(CACT_WIDTH), aligned(2)));
typedef uint32_t CACT_NAME(words) __attribute__((ext_vector_type(CACT_WIDTH)));
#define vector CACT_NAME(vector)
#define shorts CACT_NAME(shorts)
#define halves CACT_NAME(halves)
#define words CACT_NAME(words)

static inline __attribute__((always_inline)) vector CACT_NAME(widened)(const cact_f32_stored stored, shorts x) {
  if (stored == cact_f32_stored_half) return __builtin_convertvector((halves)x, vector);
  return (vector)(__builtin_convertvector(x, words) << 16);
}

/// As many columns as a vector has values, `stride` apart, from b on: of each the values of as many words of 32 bits. In y they
/// lie value by value, all columns side by side.
static inline __attribute__((always_inline)) void CACT_NAME(turned)(
    const cact_f32_stored stored, const void *b, int64_t stride, vector *y) {
#if CACT_WIDTH == 8
  if (stored == cact_f32_stored_half) {
    turned_halves(b, stride, y);
    return;
  }
#endif
  // Two short values move as one.
  vector columns[CACT_WIDTH], turned[CACT_WIDTH];
#pragma clang loop unroll(full)
  for (int j = 0; j < CACT_WIDTH; j++) columns[j] = *(const vector *)from(b, stored, j * stride);
  CACT_TRANSPOSED(columns, turned);
#pragma clang loop unroll(full)
  for (int q = 0; q < CACT_WIDTH; q++) {
    const words pair = (words)turned[q];
    switch (stored) {
    case cact_f32_stored_single: y[q] = turned[q]; break;
    case cact_f32_stored_bfloat16:
      y[2 * q] = (vector)(pair << 16);
      y[2 * q + 1] = (vector)(pair & 0xffff0000u);
      break;
    case cact_f32_stored_half:
      y[2 * q] = CACT_NAME(widened)(stored, __builtin_convertvector(pair, shorts));
      y[2 * q + 1] = CACT_NAME(widened)(stored, __builtin_convertvector(pair >> 16, shorts));
      break;
    }
  }
}

/// `groups` times as many columns as a vector has values, for each of `rows` rows of A a chain of their own.
static inline __attribute__((always_inline)) void CACT_NAME(columns)(
    const int rows, const int groups, const cact_f32_stored stored, int64_t k, const float *a, int64_t lda, const void *b,
    int64_t stride, int accumulate, float *c, int64_t ldc) {
  vector sum[groups][rows];
#pragma clang loop unroll(full)
  for (int g = 0; g < groups; g++)
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
      sum[g][i] = accumulate ? *(const vector *)(c + i * ldc + CACT_WIDTH * g) : (vector)0.0f;
  int64_t p = 0;
  const int line = stored == cact_f32_stored_single ? 16 : 32;
  const int step = stored == cact_f32_stored_single ? CACT_WIDTH : 2 * CACT_WIDTH;
  // Of many columns the cache line is read whole: where they are a power of two apart, few fit the first-level cache.
  const int span = stored == cact_f32_stored_single ? step : line;
  for (; p + span <= k; p += span)
#pragma clang loop unroll(full)
    for (int g = 0; g < groups; g++) {
      // The columns that come next, into the second-level cache.
      if (p % line == 0)
#pragma clang loop unroll(full)
      for (int j = 0; j < CACT_WIDTH; j++)
        __builtin_prefetch(from(b, stored, (CACT_WIDTH * (groups + g) + j) * stride + p), 0, 2);
#pragma clang loop unroll(full)
      for (int h = 0; h < span; h += step) {
        vector y[2 * CACT_WIDTH];
        CACT_NAME(turned)(stored, from(b, stored, CACT_WIDTH * g * stride + p + h), stride, y);
#pragma clang loop unroll(full)
        for (int q = 0; q < step; q++)
#pragma clang loop unroll(full)
          for (int i = 0; i < rows; i++)
            sum[g][i] = __builtin_elementwise_fma((vector)a[i * lda + p + h + q], y[q], sum[g][i]);
      }
    }
  for (; p < k; p++)
#pragma clang loop unroll(full)
    for (int g = 0; g < groups; g++) {
      vector y;
      for (int j = 0; j < CACT_WIDTH; j++) y[j] = value(b, stored, (CACT_WIDTH * g + j) * stride + p);
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; i++) sum[g][i] = __builtin_elementwise_fma((vector)a[i * lda + p], y, sum[g][i]);
    }
#pragma clang loop unroll(full)
  for (int g = 0; g < groups; g++)
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) *(vector *)(c + i * ldc + CACT_WIDTH * g) = sum[g][i];
}

// All columns of whole vectors; how many they were. Short values come faster than one chain of eight columns takes them.
#define CACT_COLUMNS(rows, stored) \
  static __attribute__((noinline)) int64_t CACT_NAME(rows##_by_##stored)( \
      int64_t n, int64_t k, const float *a, int64_t lda, const void *b, int64_t stride, int accumulate, float *c, \
      int64_t ldc) { \
    const int groups = CACT_WIDTH == 8 && cact_f32_stored_##stored != cact_f32_stored_single && rows <= 3 ? 2 : 1; \
    int64_t j = 0; \
    for (; j + groups * CACT_WIDTH <= n; j += groups * CACT_WIDTH) \
      CACT_NAME(columns)( \
          rows, groups, cact_f32_stored_##stored, k, a, lda, from(b, cact_f32_stored_##stored, j * stride), stride, \
          accumulate, c + j, ldc); \
    for (; j + CACT_WIDTH <= n; j += CACT_WIDTH) \
      CACT_NAME(columns)( \
          rows, 1, cact_f32_stored_##stored, k, a, lda, from(b, cact_f32_stored_##stored, j * stride), stride, \
          accumulate, c + j, ldc); \
    return j; \
  }
#define CACT_ROWS(stored) \
  CACT_COLUMNS(1, stored) CACT_COLUMNS(2, stored) CACT_COLUMNS(3, stored) CACT_COLUMNS(4, stored) \
  CACT_COLUMNS(5, stored) CACT_COLUMNS(6, stored) \
  static few *const CACT_NAME(of_##stored)[6] = { \
      CACT_NAME(1_by_##stored), CACT_NAME(2_by_##stored), CACT_NAME(3_by_##stored), CACT_NAME(4_by_##stored), \
      CACT_NAME(5_by_##stored), CACT_NAME(6_by_##stored)};
#if CACT_WIDTH == 8
CACT_ROWS(single)
#endif
CACT_ROWS(bfloat16)
CACT_ROWS(half)
#undef CACT_ROWS
#undef CACT_COLUMNS
#undef vector
#undef shorts
#undef halves
#undef words
#undef CACT_NAME
#undef CACT_WIDTH
#undef CACT_TRANSPOSED
