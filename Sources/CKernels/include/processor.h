// Every question that is asked of the processor. The answers take in whether the operating system saves the wide registers; what
// it does with the matrix registers is asked by who uses them.
#pragma once
#include "float32.h"

/// Whether it has the instructions that the Swift kernels are compiled for: AVX2 with FMA, or another architecture's own.
int cact_processor_runs_kernels(void);

/// The widest vectors of float32 products that it has.
cact_f32_width cact_f32_available(void);

/// Whether it has AVX-512 with bfloat16 products.
int cact_bf16_available(void);

/// Whether it multiplies bfloat16 in matrix registers too (AMX), which these kernels do not use.
int cact_bf16_in_matrix_registers(void);
