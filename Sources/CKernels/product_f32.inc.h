// The float32 product, written once for all widths. The including file names
//   CACT_NAME(x)   what the function is called at this width
//   CACT_WIDTH     values in a vector
//   CACT_VECTORS   vectors across a tile, whose columns are a panel or a part of one
//   CACT_ROWS      rows of a tile: as many as leave registers for B and for one value of A
typedef float CACT_NAME(vector) __attribute__((ext_vector_type(CACT_WIDTH), aligned(4)));
#define vector CACT_NAME(vector)
enum { CACT_NAME(columns) = CACT_WIDTH * CACT_VECTORS };

/// `rows`, a constant, of A by a tile's columns, over at most one block of k; with `add` the sums go on from what C holds. `far`: from
/// one of B's panels to the next; `ahead`, `bytes`: what later tiles read of B.
static inline __attribute__((always_inline)) void CACT_NAME(tile)(
    const int rows, int64_t k, const float *a, int64_t row, int64_t step, const float *b, int64_t far, const char *ahead,
    int64_t bytes, int add, float *c, int64_t ldc, int64_t columns) {
  vector sum[CACT_ROWS][CACT_VECTORS];
  // What a tile that C's border cuts reads and writes in C's place.
  float part[CACT_ROWS][CACT_NAME(columns)];
  const int whole = columns >= CACT_NAME(columns);
  // Asked for at once, and not with each of k: the loads of the loop are not to wait for them.
  for (int64_t i = 0; i < bytes; i += 64) __builtin_prefetch(ahead + i, 0, 2);
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    __builtin_prefetch(c + i * ldc + CACT_NAME(columns), 0, 2);
    __builtin_prefetch(c + i * ldc + 2 * CACT_NAME(columns) - 1, 0, 2);
  }
  if (!add) {
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
      for (int j = 0; j < CACT_VECTORS; j++) sum[i][j] = (vector)0.0f;
  } else {
    if (!whole)
      for (int i = 0; i < rows; i++)
        for (int64_t j = 0; j < CACT_NAME(columns); j++) part[i][j] = j < columns ? c[i * ldc + j] : 0;
    const float *from = whole ? c : part[0];
    const int64_t stride = whole ? ldc : CACT_NAME(columns);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
      for (int j = 0; j < CACT_VECTORS; j++) sum[i][j] = *(const vector *)(from + i * stride + j * CACT_WIDTH);
  }
#pragma clang loop unroll_count(4)
  for (int64_t p = 0; p < k; p++, b += cact_f32_panel) {
    vector y[CACT_VECTORS];
#pragma clang loop unroll(full)
    for (int j = 0; j < CACT_VECTORS; j++)
      y[j] = *(const vector *)(b + j * CACT_WIDTH / cact_f32_panel * far + j * CACT_WIDTH % cact_f32_panel);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      const vector x = (vector)a[i * row + p * step];
#pragma clang loop unroll(full)
      for (int j = 0; j < CACT_VECTORS; j++) sum[i][j] = __builtin_elementwise_fma(x, y[j], sum[i][j]);
    }
  }
  float *to = whole ? c : part[0];
  const int64_t stride = whole ? ldc : CACT_NAME(columns);
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < CACT_VECTORS; j++) *(vector *)(to + i * stride + j * CACT_WIDTH) = sum[i][j];
  if (!whole)
    for (int i = 0; i < rows; i++)
      for (int64_t j = 0; j < columns; j++) c[i * ldc + j] = part[i][j];
}

// Tiles are functions of their own, or the compiler runs out of registers: of A as it lies, and of A gathered, row by row of k.
#define CACT_TILE_OF(rows) \
  static __attribute__((noinline)) void CACT_NAME(strided##rows)( \
      int64_t k, const float *a, int64_t row, int64_t step, const float *b, int64_t far, const char *ahead, \
      int64_t bytes, int add, float *c, int64_t ldc, int64_t columns) { \
    CACT_NAME(tile)(rows, k, a, row, step, b, far, ahead, bytes, add, c, ldc, columns); \
  } \
  static __attribute__((noinline)) void CACT_NAME(gathered##rows)( \
      int64_t k, const float *a, const float *b, int64_t far, const char *ahead, int64_t bytes, int add, float *c, \
      int64_t ldc, int64_t columns) { \
    CACT_NAME(tile)(rows, k, a, 1, rows, b, far, ahead, bytes, add, c, ldc, columns); \
  }
#define CACT_TILES_OF(rows) CACT_TILE_OF(rows)
CACT_TILES_OF(CACT_ROWS)
CACT_TILES_OF(4)
CACT_TILES_OF(2)
CACT_TILES_OF(1)
#undef CACT_TILES_OF
#undef CACT_TILE_OF

#define CACT_EACH(body) \
  for (i = 0; m - i >= CACT_ROWS; i += CACT_ROWS) { body(CACT_ROWS) } \
  for (; m - i >= 4; i += 4) { body(4) } \
  for (; m - i >= 2; i += 2) { body(2) } \
  for (; m - i >= 1; i += 1) { body(1) }
#define CACT_GATHER(rows) \
  if (step == 1) gather_along(rows, count, from + i * row, row, y + i * count); \
  else gather(rows, 0, count, from + i * row, row, step, y + i * count);
#define CACT_GATHER_ACROSS(rows) copy(rows, x + i, y + i * count + p * rows);
#define CACT_GATHERED(rows) \
  CACT_NAME(CACT_JOIN(gathered, rows))( \
      count, y + i * count, panel, far, ahead, bytes, add, c + i * ldc + column, ldc, n - column); \
  ahead += bytes;
#define CACT_STRIDED(rows) \
  CACT_NAME(CACT_JOIN(strided, rows))( \
      count, from + i * row, row, step, panel, far, ahead, bytes, add, c + i * ldc + column, ldc, n - column); \
  ahead += bytes;

/// All rows of A over one block of k, tile after tile, in each one value of every row after the other: rows that are a power of two
/// apart would fall on the same lines of the first-level cache.
static void CACT_NAME(gather_all)(
    int64_t m, int64_t count, const float *from, int64_t row, int64_t step, float *y) {
  int64_t i;
  if (row != 1) {
    CACT_EACH(CACT_GATHER)
    return;
  }
  for (int64_t p = 0; p < count; p++) {
    const float *x = from + p * step;
    for (i = 0; i < m; i += 16) __builtin_prefetch(x + 16 * step + i, 0, 3);
    CACT_EACH(CACT_GATHER_ACROSS)
  }
}

static void CACT_NAME(multiply)(
    int64_t m, int64_t n, int64_t k, const float *a, int64_t row, int64_t step, const float *b, int accumulate,
    float *c, int64_t ldc, float *workspace) {
  const int64_t tiles = (m + CACT_ROWS - 1) / CACT_ROWS;
  // What is read once or twice is not worth moving.
  const int gathers = n > 2 * cact_f32_columns;
  const int keeps = k <= cact_f32_kept;
  // Columns at a time, so that what C holds of them stays in the second-level cache from one block of k to the next.
  const int64_t parts = (m * n + most_of_c - 1) / most_of_c;
  const int64_t width = ((n + parts - 1) / parts + cact_f32_columns - 1) / cact_f32_columns * cact_f32_columns;
  for (int64_t left = 0; left < n; left += width) {
    const int64_t right = n - left < width ? n : left + width;
    for (int64_t first = 0; first < k; first += cact_f32_block) {
      const int64_t count = k - first < cact_f32_block ? k - first : cact_f32_block;
      const float *from = a + first * step;
      float *y = keeps ? workspace + m * first : workspace;
      const int add = accumulate || first > 0;
      if (gathers && (left == 0 || !keeps)) CACT_NAME(gather_all)(m, count, from, row, step, y);
      for (int64_t column = left; column < right; column += CACT_NAME(columns)) {
        const float *panel = b + column * k + first * cact_f32_panel;
        // Of the last tile there may be but one panel.
        const int64_t far = n - column > cact_f32_panel ? k * cact_f32_panel : 0;
        // While the rows meet this panel, the next one comes nearer, a part with each tile.
        const char *ahead = (const char *)(panel + k * CACT_NAME(columns));
        const int64_t bytes = (count * CACT_NAME(columns) * 4 + tiles - 1) / tiles;
        int64_t i;
        if (gathers) { CACT_EACH(CACT_GATHERED) } else { CACT_EACH(CACT_STRIDED) }
      }
    }
  }
}

#undef CACT_STRIDED
#undef CACT_GATHERED
#undef CACT_GATHER_ACROSS
#undef CACT_GATHER
#undef CACT_EACH
#undef vector
#undef CACT_NAME
#undef CACT_WIDTH
#undef CACT_VECTORS
#undef CACT_ROWS
