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

// The parts of AVX-512 that OpenBLAS's SkylakeX kernels are compiled with.
static inline int cact_processor_runs_avx512(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512bw")
         && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
  return 0;
#endif
}
