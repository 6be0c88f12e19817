// The float32 product's definition, element by element, against the kernel of each width that this processor has, NEON's among them:
// scripts/neon builds and runs it for arm64.
#include "float32.h"
#include "processor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static float *numbers(int64_t count, unsigned seed) {
  float *x = malloc(sizeof(float) * (count + 64));
  for (int64_t i = 0; i < count; i++) {
    seed = seed * 1664525u + 1013904223u;
    x[i] = (float)(seed >> 8) / 8388608.0f - 1;
  }
  return x;
}

/// Values stored in bfloat16, or in half, against the same values stored in float32.
static int check_short(
    cact_f32_width width, int64_t m, int64_t n, int64_t k, const float *a, int64_t stride, int transposed, int accumulate, int half) {
  float *b = numbers(k * n, 2), *c = numbers(m * n, 3), *wanted = numbers(m * n, 3);
  uint16_t *shorts = malloc(2 * k * n + 64);
  for (int64_t i = 0; i < k * n; i++) {
    if (half) {
      // Among them some too small to be normal, and -0.
      const _Float16 value = i % 7 == 3 ? (_Float16)(b[i] * 3e-5f) : i % 11 == 5 ? (_Float16)-0.0f : (_Float16)b[i];
      memcpy(shorts + i, &value, 2);
      b[i] = (float)value;
    } else {
      uint32_t bits;
      memcpy(&bits, b + i, 4);
      shorts[i] = bits >> 16, bits &= 0xffff0000u;
      memcpy(b + i, &bits, 4);
    }
  }
  cact_f32_multiply_few(width, m, n, k, a, k, b, cact_f32_stored_single, stride, transposed, accumulate, wanted, n);
  cact_f32_multiply_few(
      width, m, n, k, a, k, shorts, half ? cact_f32_stored_half : cact_f32_stored_bfloat16, stride, transposed, accumulate, c, n);
  const int same = memcmp(c, wanted, sizeof(float) * m * n) == 0;
  free(b), free(c), free(wanted), free(shorts);
  return same;
}

static int check(cact_f32_width width, int64_t m, int64_t n, int64_t k, int transposedA, int transposedB, int accumulate) {
  float *a = numbers(m * k, 1), *b = numbers(k * n, 2), *c = numbers(m * n, 3), *wanted = malloc(sizeof(float) * m * n);
  const int64_t row = transposedA ? 1 : k, step = transposedA ? m : 1;
  for (int64_t i = 0; i < m; i++)
    for (int64_t j = 0; j < n; j++) {
      float total = accumulate ? c[i * n + j] : 0;
      for (int64_t p = 0; p < k; p++)
        total = fmaf(a[i * row + p * step], transposedB ? b[j * k + p] : b[p * n + j], total);
      wanted[i * n + j] = total;
    }
  float *packed = aligned_alloc(64, sizeof(float) * cact_f32_panel * k * ((n + cact_f32_panel - 1) / cact_f32_panel));
  float *workspace = aligned_alloc(64, sizeof(float) * cact_f32_rows * cact_f32_kept);
  if (transposedB) cact_f32_pack_columns(b, k, k, n, packed);
  else cact_f32_pack_rows(b, n, k, n, packed);
  cact_f32_multiply(width, m, n, k, a, row, step, packed, accumulate, c, n, workspace);
  int same = memcmp(c, wanted, sizeof(float) * m * n) == 0;
  if (!transposedA && m <= 16) {
    free(c), c = numbers(m * n, 3);
    const int64_t stride = transposedB ? k : n;
    cact_f32_multiply_few(width, m, n, k, a, k, b, cact_f32_stored_single, stride, transposedB, accumulate, c, n);
    same = same && memcmp(c, wanted, sizeof(float) * m * n) == 0;
    for (int half = 0; half < 2; half++) same = same && check_short(width, m, n, k, a, stride, transposedB, accumulate, half);
  }
  if (!same)
    printf("width %d: %ld x %ld x %ld, %d %d %d: other bits\n", width, (long)m, (long)n, (long)k, transposedA, transposedB, accumulate);
  free(a), free(b), free(c), free(wanted), free(packed), free(workspace);
  return same;
}

int main(void) {
  static const int64_t shapes[][3] = {
      {1, 1, 1}, {3, 33, 7}, {6, 32, 256}, {13, 31, 257}, {96, 65, 30}, {70, 1, 65}, {64, 64, 300}, {5, 129, 600},
      {2, 40, 70}, {3, 57, 100}, {4, 300, 33}, {1, 551, 96},
      // More columns than C keeps at a time, of A kept and not kept.
      {96, 1400, 300}, {96, 700, 520}};
  int checked = 0, wrong = 0;
  for (cact_f32_width width = cact_f32_avx2; width <= cact_f32_neon; width++) {
#if defined(__aarch64__)
    if (width != cact_f32_neon) continue;
#else
    if (width > cact_f32_available()) continue;
#endif
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
      for (int way = 0; way < 8; way++, checked++)
        wrong += !check(width, shapes[i][0], shapes[i][1], shapes[i][2], way & 1, way >> 1 & 1, way >> 2);
  }
  printf("%d products, %d with other bits than by definition\n", checked, wrong);
  return wrong > 0 || checked == 0;
}
