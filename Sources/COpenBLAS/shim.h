#include <cblas.h>

// __builtin_cpu_supports is a compiler builtin that Swift cannot name; it also checks that the operating
// system saves the wide registers. The kernels are compiled for AVX2 with FMA.
static inline int cact_processor_runs_kernels(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return 1;
#endif
}
