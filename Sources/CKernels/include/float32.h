// Products in float32 whose bits are the same on every processor that has them.
#pragma once
#include <stdint.h>

/// How wide the vectors of the product are.
typedef enum {
  /// The processor has none of these kernels.
  cact_f32_none = 0,
  /// 8 values: AVX2 with FMA.
  cact_f32_avx2 = 1,
  /// 16 values: AVX-512.
  cact_f32_avx512 = 2,
  /// 4 values: NEON. Never chosen by itself until it has run on hardware.
  cact_f32_neon = 3,
} cact_f32_width;

enum {
  /// Columns in a panel of a packed matrix.
  cact_f32_panel = 16,
  /// Columns of the widest tile: nothing of it is idle where columns come in multiples of these.
  cact_f32_columns = 32,
  /// Values of k that tiles meet at once: a panel's stay in the first-level cache.
  cact_f32_block = 256,
  /// Values of k up to which a call moves A's rows once.
  cact_f32_kept = 512,
  /// The most rows of A in one call.
  cact_f32_rows = 96,
};

// A packed matrix, k x n, is the second operand of products: panels of 16 columns, each k rows of 16 values. Zeros stand in for
// columns that are not there.

/// Packs a matrix whose rows are stored one after the other, `stride` values apart.
void cact_f32_pack_rows(const float *b, int64_t stride, int64_t k, int64_t n, float *packed);

/// Packs a matrix whose columns are stored one after the other, `stride` values apart.
void cact_f32_pack_columns(const float *b, int64_t stride, int64_t k, int64_t n, float *packed);

/// C = A·B, or += with `accumulate`: A m x k, its value (i, p) at a[i·row + p·step]; B packed; C m x n, rows `ldc` apart.
///
/// An element is one chain of fused multiply-adds in the order of k, from zero or from what was there. So its bits depend on its
/// row of A and its column of B alone: not on m and n, on the width, on who calls, or on how k is divided between calls.
/// - Parameters: m: at most `cact_f32_rows`. workspace: as many times `cact_f32_kept` values, at a multiple of 64 bytes.
void cact_f32_multiply(
    cact_f32_width width, int64_t m, int64_t n, int64_t k, const float *a, int64_t row, int64_t step,
    const float *b, int accumulate, float *c, int64_t ldc, float *workspace);

/// How the second operand of a product of a few rows is stored.
typedef enum {
  cact_f32_stored_single = 0,
  cact_f32_stored_bfloat16 = 1,
  /// IEEE's half.
  cact_f32_stored_half = 2,
} cact_f32_stored;

/// C = A·B, or += with `accumulate`, of a few rows, best at most 6: A m x k, rows `lda` apart; B as it is stored, its rows `stride`
/// apart, or with `transposed` its columns, each value widened exactly; C m x n, rows `ldc` apart. To the bit what
/// `cact_f32_multiply` gives, for processors that have it.
void cact_f32_multiply_few(
    cact_f32_width width, int64_t m, int64_t n, int64_t k, const float *a, int64_t lda, const void *b,
    cact_f32_stored stored, int64_t stride, int transposed, int accumulate, float *c, int64_t ldc);
