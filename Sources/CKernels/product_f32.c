#include "include/float32.h"

#include <string.h>

#define CACT_JOIN_(a, b) a##b
#define CACT_JOIN(a, b) CACT_JOIN_(a, b)

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CACT_NAME(x) CACT_JOIN(avx2_, x)
#define CACT_WIDTH 8
#define CACT_VECTORS 2
#define CACT_ROWS 6
#include "product_f32.inc.h"

typedef float eight __attribute__((ext_vector_type(8), aligned(4)));

/// Eight columns of eight rows each at `b`, as eight rows at `y`.
static inline __attribute__((always_inline)) void turn(const float *b, int64_t stride, float *y) {
  eight r[8], s[8];
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH(x, y) __builtin_shufflevector(x, y, 2, 10, 3, 11, 6, 14, 7, 15)
#pragma clang loop unroll(full)
  for (int j = 0; j < 8; j++) r[j] = *(const eight *)(b + j * stride);
#pragma clang loop unroll(full)
  for (int j = 0; j < 8; j += 2) s[j] = LOW(r[j], r[j + 1]), s[j + 1] = HIGH(r[j], r[j + 1]);
#pragma clang loop unroll(full)
  for (int j = 0; j < 8; j += 4)
#pragma clang loop unroll(full)
    for (int i = 0; i < 2; i++) {
      r[j + 2 * i] = __builtin_shufflevector(s[j + i], s[j + 2 + i], 0, 1, 8, 9, 4, 5, 12, 13);
      r[j + 2 * i + 1] = __builtin_shufflevector(s[j + i], s[j + 2 + i], 2, 3, 10, 11, 6, 7, 14, 15);
    }
#pragma clang loop unroll(full)
  for (int j = 0; j < 4; j++) {
    *(eight *)(y + j * cact_f32_panel) = __builtin_shufflevector(r[j], r[j + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    *(eight *)(y + (j + 4) * cact_f32_panel) = __builtin_shufflevector(r[j], r[j + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
#undef LOW
#undef HIGH
}

static void pack_columns_avx2(const float *b, int64_t stride, int64_t k, int64_t n, float *packed) {
  for (int64_t column = 0; column < n; column += cact_f32_panel, packed += k * cact_f32_panel) {
    const int64_t count = n - column < cact_f32_panel ? n - column : cact_f32_panel;
    int64_t j = 0;
    for (; j + 8 <= count; j += 8) {
      const float *x = b + (column + j) * stride;
      int64_t p = 0;
      for (; p + 8 <= k; p += 8) turn(x + p, stride, packed + p * cact_f32_panel + j);
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

cact_f32_width cact_f32_available(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return cact_f32_none;
  const int wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  return wide ? cact_f32_avx512 : cact_f32_avx2;
}
#else
cact_f32_width cact_f32_available(void) { return cact_f32_none; }
#endif

#if defined(__aarch64__)
#define CACT_NAME(x) CACT_JOIN(neon_, x)
#define CACT_WIDTH 4
#define CACT_VECTORS 4
#define CACT_ROWS 6
#include "product_f32.inc.h"
#endif

void cact_f32_pack_rows(const float *b, int64_t stride, int64_t k, int64_t n, float *packed) {
  for (int64_t column = 0; column < n; column += cact_f32_panel) {
    const int64_t count = n - column < cact_f32_panel ? n - column : cact_f32_panel;
    for (int64_t p = 0; p < k; p++, packed += cact_f32_panel) {
      const float *row = b + p * stride + column;
      if (count == cact_f32_panel) {
        memcpy(packed, row, cact_f32_panel * sizeof(float));
      } else {
        memset(packed, 0, cact_f32_panel * sizeof(float));
        memcpy(packed, row, count * sizeof(float));
      }
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
    const float *b, int accumulate, float *c, int64_t ldc, float *room) {
  switch (width) {
#if defined(__x86_64__)
  case cact_f32_avx512: avx512_multiply(m, n, k, a, row, step, b, accumulate, c, ldc, room); return;
  case cact_f32_avx2: avx2_multiply(m, n, k, a, row, step, b, accumulate, c, ldc, room); return;
#endif
#if defined(__aarch64__)
  case cact_f32_neon: neon_multiply(m, n, k, a, row, step, b, accumulate, c, ldc, room); return;
#endif
  default: return;
  }
}
