// Kernels in C: instructions that Swift cannot name, and loops whose registers it does not lay out. Each is one inner loop of a
// computation that Swift code lays out, and has a plain Swift kernel beside it that it is tested against.
#pragma once
#include "bfloat16.h"
#include "float32.h"
#include "processor.h"
