#include "tile_bf16.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16"))), apply_to = function)

enum {
  panel = cact_bf16_panel,
  /// The most rows of B at once: a panel of them stays in the second-level cache while all rows of A meet it.
  depth = 2048,
};

void cact_bf16_pack_columns(
    const uint16_t *b, int64_t stride, int64_t k, int64_t n, int64_t pairs, uint32_t *packed) {
  for (int64_t column = 0; column < n; column += panel) {
    const int64_t count = n - column < panel ? n - column : panel;
    for (int64_t p = 0; p < pairs; p++, packed += panel) {
      // A line of each of the next columns, while this panel's are read.
      if (2 * p % panel == 0)
        for (int64_t j = panel; j < n - column && j < 2 * panel; j++)
          _mm_prefetch((const char *)(b + (column + j) * stride + 2 * p), _MM_HINT_T0);
      const uint16_t *pair = b + column * stride + 2 * p;
      for (int64_t j = 0; j < panel; j++) packed[j] = 0;
      if (2 * p + 1 < k) {
        for (int64_t j = 0; j < count; j++) memcpy(packed + j, pair + j * stride, 4);
      } else if (2 * p < k) {
        for (int64_t j = 0; j < count; j++) packed[j] = pair[j * stride];
      }
    }
  }
}

void cact_bf16_pack_gated(
    const uint16_t *b, int64_t stride, int64_t k, int64_t first, int64_t n, int64_t width, int64_t pairs, uint32_t *packed) {
  for (int64_t column = first, count; column < first + n; column += count, b += count * stride) {
    // Columns that lie side by side in a panel too.
    const int isValue = column >= width;
    const int64_t at = isValue ? column - width : column, end = isValue || first + n < width ? first + n : width;
    count = 16 - at % 16;
    if (count > end - column) count = end - column;
    uint32_t *lanes = packed + at / 16 * pairs * panel + at % 16 + (isValue ? 16 : 0);
    for (int64_t p = 0; p < pairs; p++, lanes += panel) {
      for (int64_t j = 0; j < count; j++) {
        const uint16_t *pair = b + j * stride + 2 * p;
        lanes[j] = pair[0] | (2 * p + 1 < k ? (uint32_t)pair[1] << 16 : 0);
      }
    }
  }
}

void cact_bf16_pack_rows(const uint16_t *b, int64_t stride, int64_t k, int64_t n, int64_t pairs, uint32_t *packed) {
  // Lane 2j is column j of the first row, lane 2j + 1 that of the second, whose lanes are numbered from 32 on.
  const __m512i low = _mm512_set_epi16(
      47, 15, 46, 14, 45, 13, 44, 12, 43, 11, 42, 10, 41, 9, 40, 8, 39, 7, 38, 6, 37, 5, 36, 4, 35, 3, 34, 2, 33, 1, 32, 0);
  const __m512i high = _mm512_add_epi16(low, _mm512_set1_epi16(16));
  for (int64_t column = 0; column < n; column += panel) {
    const int64_t left = n - column;
    const __mmask32 lanes = left >= panel ? ~0u : (1u << left) - 1;
    for (int64_t t = 0; t < 2 * pairs; t += 2, packed += panel) {
      const uint16_t *row = b + t * stride + column;
      if (t + 17 < k) {
        _mm_prefetch((const char *)(row + 16 * stride), _MM_HINT_T0);
        _mm_prefetch((const char *)(row + 17 * stride), _MM_HINT_T0);
      }
      __m512i x = t < k ? _mm512_maskz_loadu_epi16(lanes, row) : _mm512_setzero_si512();
      __m512i y = t + 1 < k ? _mm512_maskz_loadu_epi16(lanes, row + stride) : _mm512_setzero_si512();
      _mm512_storeu_si512(packed, _mm512_permutex2var_epi16(x, low, y));
      _mm512_storeu_si512(packed + 16, _mm512_permutex2var_epi16(x, high, y));
    }
  }
}

void cact_bf16_multiply(
    int64_t m, int64_t n, int64_t k, const uint16_t *a, int64_t lda, const uint32_t *b, int accumulate, float *c,
    int64_t ldc) {
  const int64_t pairs = (k + 1) / 2, tiles = (m + cact_tile_rows - 1) / cact_tile_rows;
  for (int64_t from = 0; from < k; from += depth) {
    const int64_t count = k - from < depth ? k - from : depth;
    const int sums = accumulate || from > 0;
    for (int64_t column = 0; column < n; column += panel) {
      const uint32_t *packed = b + column * pairs + from / 2 * panel;
      // While the rows meet this panel, the next one comes nearer, a part with each tile.
      const char *next = (const char *)(packed + pairs * panel);
      const int64_t step = (count / 2 * panel * 4 + tiles - 1) / tiles;
      int64_t i = 0;
#define CACT_TILES(rows) \
  for (; i + rows <= m; i += rows, next += step) \
    cact_tile(rows, count, a + i * lda + from, lda, 2, packed, next, sums, c + i * ldc + column, ldc, n - column)
      CACT_TILES(cact_tile_rows);
      CACT_TILES(4);
      CACT_TILES(1);
#undef CACT_TILES
    }
  }
}

void cact_bf16_multiply_packed(
    int64_t m, int64_t n, int64_t k, const uint32_t *a, const uint32_t *b, int accumulate, float *c, int64_t ldc) {
  const int64_t pairs = (k + 1) / 2, tiles = (m + panel - 1) / panel * 3;
  for (int64_t from = 0; from < pairs; from += depth / 2) {
    const int64_t count = pairs - from < depth / 2 ? pairs - from : depth / 2;
    const int sums = accumulate || from > 0;
    for (int64_t column = 0; column < n; column += panel) {
      const uint32_t *packed = b + column * pairs + from * panel;
      const char *next = (const char *)(packed + pairs * panel);
      const int64_t part = (count * panel * 4 + tiles - 1) / tiles;
      for (int64_t row = 0; row < m; row += panel) {
        const uint16_t *left = (const uint16_t *)(a + row * pairs + from * panel);
        const int64_t end = m - row < panel ? m - row : panel;
        int64_t i = 0;
#define CACT_TILES(rows) \
  for (; i + rows <= end; i += rows, next += part) \
    cact_tile( \
        rows, 2 * count, left + 2 * i, 2, 2 * panel, packed, next, sums, c + (row + i) * ldc + column, ldc, n - column)
        CACT_TILES(cact_tile_rows);
        CACT_TILES(8);
        CACT_TILES(4);
        CACT_TILES(1);
#undef CACT_TILES
      }
    }
  }
}

/// `rows`, a constant, of `cact_bf16_multiply_gated` at one panel, whose first gate is `column`.
CACT_INLINE void gated_tile(
    const int rows, int64_t width, int64_t k, const uint16_t *a, int64_t lda, const uint32_t *b, const char *next,
    int64_t column, uint16_t *y, uint16_t *kept) {
  __m512 sum[cact_tile_rows][2];
  cact_sum(rows, k, a, lda, b, next, sum);
  const __mmask16 lanes = cact_lanes(width - column);
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    if (kept) {
      cact_store(kept + 2 * i * width + column, lanes, sum[i][0]);
      cact_store(kept + (2 * i + 1) * width + column, lanes, sum[i][1]);
    }
    cact_store(y + i * width + column, lanes, cact_gated(sum[i][0], sum[i][1]));
  }
}

void cact_bf16_multiply_gated(
    int64_t m, int64_t width, int64_t k, const uint16_t *a, int64_t lda, const uint32_t *b, uint16_t *y, uint16_t *kept) {
  const int64_t pairs = (k + 1) / 2, tiles = (m + cact_tile_rows - 1) / cact_tile_rows;
  for (int64_t column = 0; column < width; column += 16, b += pairs * panel) {
    const char *next = (const char *)(b + pairs * panel);
    const int64_t step = (k / 2 * panel * 4 + tiles - 1) / tiles;
    int64_t i = 0;
#define CACT_TILES(rows) \
  for (; i + rows <= m; i += rows, next += step) \
    gated_tile(rows, width, k, a + i * lda, lda, b, next, column, y + i * width, kept ? kept + 2 * i * width : NULL)
    CACT_TILES(cact_tile_rows);
    CACT_TILES(4);
    CACT_TILES(1);
#undef CACT_TILES
  }
}

#pragma clang attribute pop
#else
void cact_bf16_pack_columns(const uint16_t *b, int64_t s, int64_t k, int64_t n, int64_t pairs, uint32_t *packed) {}
void cact_bf16_pack_rows(const uint16_t *b, int64_t s, int64_t k, int64_t n, int64_t pairs, uint32_t *packed) {}
void cact_bf16_pack_gated(
    const uint16_t *b, int64_t s, int64_t k, int64_t first, int64_t n, int64_t width, int64_t pairs, uint32_t *packed) {}
void cact_bf16_multiply(
    int64_t m, int64_t n, int64_t k, const uint16_t *a, int64_t lda, const uint32_t *b, int accumulate, float *c,
    int64_t ldc) {}
void cact_bf16_multiply_packed(
    int64_t m, int64_t n, int64_t k, const uint32_t *a, const uint32_t *b, int accumulate, float *c, int64_t ldc) {}
void cact_bf16_multiply_gated(
    int64_t m, int64_t width, int64_t k, const uint16_t *a, int64_t lda, const uint32_t *b, uint16_t *y, uint16_t *kept) {}
#endif
