// The module Kernels.
