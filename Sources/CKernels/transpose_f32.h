// Eight by eight, and sixteen by sixteen values, transposed in registers.
#pragma once
#include <stdint.h>

typedef float eight __attribute__((ext_vector_type(8), aligned(4)));
typedef float sixteen __attribute__((ext_vector_type(16), aligned(4)));

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

/// Sixteen rows of sixteen, r, become their columns, in y.
static inline __attribute__((always_inline)) void transposed_sixteen(sixteen r[16], sixteen y[16]) {
  sixteen s[16];
  // Four by four within each quarter of a register: r[4·g + c] comes to hold, quarter by quarter, columns c, 4 + c, 8 + c, 12 + c of
  // rows 4·g and on.
#pragma clang loop unroll(full)
  for (int j = 0; j < 16; j += 2) {
    s[j] = __builtin_shufflevector(r[j], r[j + 1], 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
    s[j + 1] = __builtin_shufflevector(r[j], r[j + 1], 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
  }
#pragma clang loop unroll(full)
  for (int j = 0; j < 16; j += 4)
#pragma clang loop unroll(full)
    for (int i = 0; i < 2; i++) {
      const sixteen a = s[j + i], b = s[j + 2 + i];
      r[j + 2 * i] = __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
      r[j + 2 * i + 1] = __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
    }
  // Four by four quarters.
#define EVEN(x, y) __builtin_shufflevector(x, y, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
#define ODD(x, y) __builtin_shufflevector(x, y, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31)
#pragma clang loop unroll(full)
  for (int c = 0; c < 4; c++) {
    const sixteen even = EVEN(r[c], r[4 + c]), odd = ODD(r[c], r[4 + c]);
    const sixteen evens = EVEN(r[8 + c], r[12 + c]), odds = ODD(r[8 + c], r[12 + c]);
    y[c] = EVEN(even, evens), y[8 + c] = ODD(even, evens);
    y[4 + c] = EVEN(odd, odds), y[12 + c] = ODD(odd, odds);
  }
#undef EVEN
#undef ODD
}
