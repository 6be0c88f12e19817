#include <cblas.h>
#include <stddef.h>
#include <sys/mman.h>

// Exported by the library, but in no header of it.
extern void *blas_memory_alloc(int) __attribute__((weak));
extern void blas_memory_free(void *) __attribute__((weak));

// Makes the library take its working memory for so many threads now, where there is room for it and for `spare` bytes more. It
// takes 128 MB for each at their first product, and where the system gives none it asks again for ever: nothing in its
// interface tells. For `known` threads it has taken memory before. Returns for how many it has now.
static inline int cact_openblas_reserve(int threads, int known, size_t spare) {
  if (!blas_memory_alloc || !blas_memory_free) return threads;
  void *held[64];
  int count = 0;
  while (count < threads && count < 64) {
    size_t size = spare + (((size_t)128 << 20) + (1 << 16));
    if (count >= known) {
      void *probe = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (probe == MAP_FAILED) break;
      munmap(probe, size);
    }
    held[count++] = blas_memory_alloc(0);
  }
  for (int i = 0; i < count; i++) blas_memory_free(held[i]);
  return count;
}
