// Eight by eight values, transposed in registers.
#pragma once
#include <stdint.h>

typedef float eight __attribute__((ext_vector_type(8), aligned(4)));

/// Eight rows of eight, r, become their columns, in y.
static inline __attribute__((always_inline)) void transposed(eight r[8], eight y[8]) {
  eight s[8];
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH(x, y) __builtin_shufflevector(x, y, 2, 10, 3, 11, 6, 14, 7, 15)
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
    y[j] = __builtin_shufflevector(r[j], r[j + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    y[j + 4] = __builtin_shufflevector(r[j], r[j + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
#undef LOW
#undef HIGH
}
