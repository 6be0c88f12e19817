#include "include/float32.h"

#include <string.h>

#define CACT_JOIN_(a, b) a##b
#define CACT_JOIN(a, b) CACT_JOIN_(a, b)

/// Values of C that the rows of a call keep in the second-level cache.
enum { most_of_c = 64 << 10 };

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "gather_f32.h"
#define CACT_NAME(x) CACT_JOIN(avx2_, x)
#define CACT_WIDTH 8
#define CACT_VECTORS 2
#define CACT_ROWS 6
#include "product_f32.inc.h"

static void pack_columns_avx2(const float *b, int64_t stride, int64_t k, int64_t n, float *packed) {
  for (int64_t column = 0; column < n; column += cact_f32_panel, packed += k * cact_f32_panel) {
    const int64_t count = n - column < cact_f32_panel ? n - column : cact_f32_panel;
    int64_t j = 0;
    for (; j + 8 <= count; j += 8) {
      const float *x = b + (column + j) * stride;
      int64_t p = 0;
      for (; p + 8 <= k; p += 8) {
        eight columns[8], rows[8];
#pragma clang loop unroll(full)
        for (int i = 0; i < 8; i++) columns[i] = *(const eight *)(x + p + i * stride);
        transposed(columns, rows);
#pragma clang loop unroll(full)
        for (int q = 0; q < 8; q++) *(eight *)(packed + (p + q) * cact_f32_panel + j) = rows[q];
      }
      for (; p < k; p++)
        for (int i = 0; i < 8; i++) packed[p * cact_f32_panel + j + i] = x[i * stride + p];
    }
    for (; j < cact_f32_panel; j++)
      for (int64_t p = 0; p < k; p++) packed[p * cact_f32_panel + j] = j < count ? b[(column + j) * stride + p] : 0;
  }
}
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma"))), apply_to = function)
#define CACT_NAME(x) CACT_JOIN(avx512_, x)
#define CACT_WIDTH 16
#define CACT_VECTORS 2
#define CACT_ROWS 12
#include "product_f32.inc.h"
#pragma clang attribute pop
#endif

#if defined(__aarch64__)
#include "gather_f32.h"
#define CACT_NAME(x) CACT_JOIN(neon_, x)
#define CACT_WIDTH 4
#define CACT_VECTORS 4
#define CACT_ROWS 6
#include "product_f32.inc.h"
#endif

void cact_f32_pack_rows(const float *b, int64_t stride, int64_t k, int64_t n, float *packed) {
  // Row by row through all panels: what lies side by side is read together.
  for (int64_t p = 0; p < k; p++, b += stride, packed += cact_f32_panel) {
    float *to = packed;
    int64_t column = 0;
    for (; column + cact_f32_panel <= n; column += cact_f32_panel, to += k * cact_f32_panel) {
      __builtin_prefetch(b + 8 * stride + column);
      memcpy(to, b + column, cact_f32_panel * sizeof(float));
    }
    if (column < n) {
      memset(to, 0, cact_f32_panel * sizeof(float));
      memcpy(to, b + column, (n - column) * sizeof(float));
    }
  }
}

void cact_f32_pack_columns(const float *b, int64_t stride, int64_t k, int64_t n, float *packed) {
#if defined(__x86_64__)
  pack_columns_avx2(b, stride, k, n, packed);
#else
  for (int64_t column = 0; column < n; column += cact_f32_panel, packed += k * cact_f32_panel)
    for (int64_t p = 0; p < k; p++)
      for (int64_t j = 0; j < cact_f32_panel; j++)
        packed[p * cact_f32_panel + j] = column + j < n ? b[(column + j) * stride + p] : 0;
#endif
}

void cact_f32_multiply(
    cact_f32_width width, int64_t m, int64_t n, int64_t k, const float *a, int64_t row, int64_t step,
    const float *b, int accumulate, float *c, int64_t ldc, float *workspace) {
  switch (width) {
#if defined(__x86_64__)
  case cact_f32_avx512: avx512_multiply(m, n, k, a, row, step, b, accumulate, c, ldc, workspace); return;
  case cact_f32_avx2: avx2_multiply(m, n, k, a, row, step, b, accumulate, c, ldc, workspace); return;
#endif
#if defined(__aarch64__)
  case cact_f32_neon: neon_multiply(m, n, k, a, row, step, b, accumulate, c, ldc, workspace); return;
#endif
  default: return;
  }
}
