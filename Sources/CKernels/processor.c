#include "processor.h"

// __builtin_cpu_supports is a compiler builtin that Swift cannot name; it also checks that the operating system saves the wide
// registers.

#if defined(__x86_64__)
#include <cpuid.h>

int cact_processor_runs_kernels(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static int has_avx512(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq");
}

cact_f32_width cact_f32_available(void) {
  if (!cact_processor_runs_kernels()) return cact_f32_none;
  return has_avx512() ? cact_f32_avx512 : cact_f32_avx2;
}

int cact_bf16_available(void) {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return has_avx512() && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 5 & 1);
}

int cact_bf16_in_matrix_registers(void) {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d >> 22 & 1);
}
#else
int cact_processor_runs_kernels(void) { return 1; }
cact_f32_width cact_f32_available(void) { return cact_f32_none; }
int cact_bf16_available(void) { return 0; }
int cact_bf16_in_matrix_registers(void) { return 0; }
#endif
