// A tile's rows of A, moved so that one value of each lies after the other.
#pragma once
#include "transpose_f32.h"

typedef float four __attribute__((ext_vector_type(4), aligned(4)));
typedef float two __attribute__((ext_vector_type(2), aligned(4)));

/// `count` values, a constant, at most 7, of a vector.
static inline __attribute__((always_inline)) void store_part(const int count, eight x, float *y) {
  if (count & 4) *(four *)y = x.lo;
  const four rest = count & 4 ? x.hi : x.lo;
  if (count & 2) *(two *)(y + (count & 4)) = rest.lo;
  if (count & 1) y[count - 1] = count & 2 ? rest.z : rest.x;
}

/// `count` values, a constant.
static inline __attribute__((always_inline)) void copy(const int count, const float *x, float *y) {
  const int part = count & 7, whole = count - part;
#pragma clang loop unroll(full)
  for (int i = 0; i < whole; i += 8) *(eight *)(y + i) = *(const eight *)(x + i);
  if (part & 4) *(four *)(y + whole) = *(const four *)(x + whole);
  if (part & 2) *(two *)(y + whole + (part & 4)) = *(const two *)(x + whole + (part & 4));
  if (part & 1) y[count - 1] = x[count - 1];
}

/// Of `rows` rows, a constant, the values from p on.
static inline __attribute__((always_inline)) void gather(
    const int rows, int64_t p, int64_t k, const float *a, int64_t row, int64_t step, float *y) {
  for (; p < k; p++)
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) y[p * rows + i] = a[i * row + p * step];
}

/// The same where a row's values lie side by side.
static inline __attribute__((always_inline)) void gather_along(
    const int rows, int64_t k, const float *a, int64_t row, float *y) {
  int64_t p = 0;
  for (; p + 8 <= k; p += 8)
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i += 8) {
      const int count = rows - i < 8 ? rows - i : 8;
      eight r[8], columns[8];
#pragma clang loop unroll(full)
      for (int j = 0; j < 8; j++) r[j] = *(const eight *)(a + (i + (j < count ? j : 0)) * row + p);
      transposed(r, columns);
#pragma clang loop unroll(full)
      for (int q = 0; q < 8; q++) {
        float *to = y + (p + q) * rows + i;
        if (count == 8) *(eight *)to = columns[q];
        else store_part(count, columns[q], to);
      }
    }
  gather(rows, p, k, a, row, 1, y);
}
