// Kernels for processors with AVX512-BF16, whose instructions Swift cannot name: each is one inner loop of a computation
// that Swift code lays out, and has a plain Swift kernel beside it that it is tested against. bfloat16 values are the upper
// halves of float32 values. None of these functions may be called where `cact_bf16_available()` is 0.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum {
  /// Columns in a panel of a packed matrix.
  cact_bf16_panel = 32,
  /// The largest dimension of a head in attention.
  cact_bf16_dimension = 512,
};

// A packed matrix, k x n, is read by products as their second operand: panels of 32 columns, and in each, for every pair of
// rows, the pairs of its columns. Zeros stand in for columns that are not there, and for rows up to `pairs` pairs: the
// whole has n / 32, rounded up, times `pairs` times 32 pairs. k / 2, rounded up, pairs are enough for products.

/// Packs a matrix whose columns are stored one after the other, `stride` values apart.
void cact_bf16_pack_columns(
    const uint16_t *b, int64_t stride, int64_t k, int64_t n, int64_t pairs, uint32_t *packed);

/// Packs a matrix whose rows are stored one after the other, `stride` values apart.
void cact_bf16_pack_rows(const uint16_t *b, int64_t stride, int64_t k, int64_t n, int64_t pairs, uint32_t *packed);

/// Packs columns `first`... of a matrix of 2·`width` columns, gates and then as many values, `n` of them stored one after the
/// other, for `cact_bf16_multiply_gated`: a panel is 16 gates and their 16 values. Lanes beyond `width` stay as they are.
void cact_bf16_pack_gated(
    const uint16_t *b, int64_t stride, int64_t k, int64_t first, int64_t n, int64_t width, int64_t pairs, uint32_t *packed);

/// y = g·u / (1 + exp(-g)), rounded, of the gates and values that A·B are: A m x k, rows `lda` apart; B packed by
/// `cact_bf16_pack_gated`; y m x `width`. Where `kept` is not null it receives A·B itself, rounded: m x 2·`width`, the gates
/// first.
void cact_bf16_multiply_gated(
    int64_t m, int64_t width, int64_t k, const uint16_t *a, int64_t lda, const uint32_t *b, uint16_t *y, uint16_t *kept);

/// C = A·B, or += with `accumulate`: A m x k, rows `lda` apart; B packed with k / 2, rounded up, pairs; C m x n in float32,
/// rows `ldc` apart. An element's bits depend on its row and column alone, not on m and n.
void cact_bf16_multiply(
    int64_t m, int64_t n, int64_t k, const uint16_t *a, int64_t lda, const uint32_t *b, int accumulate, float *c,
    int64_t ldc);

/// As `cact_bf16_multiply`, of an A whose columns are stored one after the other: packed as B is, m in the place of n.
void cact_bf16_multiply_packed(
    int64_t m, int64_t n, int64_t k, const uint32_t *a, const uint32_t *b, int accumulate, float *c, int64_t ldc);

/// One head of one segment of `length` positions, of which each sees `window` up to its own.
typedef struct {
  int64_t length, window;
  /// Even, at most `cact_bf16_dimension`.
  int64_t dimension;
  /// Multiplies the scores; above 0.
  float scale;
  /// Rows of `dimension` values, `queryStride` apart.
  const uint16_t *queries;
  int64_t queryStride;
  /// Packed: keys transposed, dimension x length with dimension / 2 pairs; values, length x dimension with as many pairs as
  /// half the length rounded up to a panel.
  const uint32_t *keys, *values;
  /// The results' rows, `resultStride` apart.
  uint16_t *results;
  int64_t resultStride;
  /// log Σ exp(score) of each query, `logSumStride` apart; may be null.
  float *logSum;
  int64_t logSumStride;
} cact_bf16_attention;

/// Causal attention (arXiv 2205.14135, algorithm 1): scores and sums are float32, probabilities are rounded.
void cact_bf16_attend(const cact_bf16_attention *head);

/// The largest of `count` >= 1 logits, and Σ exp(logit - largest); the exponentials, rounded, where `rounded` is not null.
void cact_bf16_softmax_part(const float *logits, int64_t count, uint16_t *rounded, float *top, float *total);

/// `count` values, to nearest, ties to even; subnormal ones become 0.
void cact_bf16_round(const float *x, uint16_t *y, int64_t count);

/// x += added, where that is not null; then y = x·r·weight, rounded, with r = 1/√(mean(x²) + epsilon) of each row, which
/// `inverse` receives.
void cact_bf16_rms_norm(
    int64_t rows, int64_t width, float *x, const float *added, const float *weight, float epsilon, uint16_t *y,
    float *inverse);

/// Brings memory that is soon read in an order that the processor does not foresee into the second-level cache.
void cact_bf16_fetch(const void *memory, int64_t bytes);

/// Rows of `width` values, rounded, of which the first `heads` vectors of `dimension` are turned by their position's angles:
/// value i with value i + dimension / 2. Tables: position x dimension / 2.
void cact_bf16_rotate(
    int64_t rows, int64_t width, const float *x, int64_t heads, int64_t dimension, const int32_t *positions,
    const float *cosines, const float *sines, uint16_t *y);

/// y = g·u / (1 + exp(-g)), rounded; each row of `gateUp` holds `width` gates and then as many values.
void cact_bf16_gated_silu(const float *gateUp, uint16_t *y, int64_t rows, int64_t width);
