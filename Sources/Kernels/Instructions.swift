import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which instructions the kernels use: the best that the processor has, or fewer where `CACT_CPU` says so.
package enum Instructions: String, CaseIterable, Comparable, Sendable {
  /// Nothing beyond what every processor of this architecture has: OpenBLAS multiplies.
  case baseline
  /// AVX2 with FMA.
  case avx2
  /// AVX-512, and its products of bfloat16 where the processor has them.
  case avx512
  /// The matrix registers of AMX too.
  case amx

  /// The environment variable that limits them, for tests and comparisons.
  package static let variable = "CACT_CPU"

  /// What `CACT_CPU` asks for; nil where it is not set, or empty.
  package static let asked: String? = getenv(variable).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }

  /// Of the processor, whatever is asked for.
  package static let ofProcessor: Instructions =
    switch cact_f32_available() {
    case cact_f32_avx512: cact_bf16_in_matrix_registers() != 0 ? .amx : .avx512
    case cact_f32_avx2: .avx2
    default: .baseline
    }

  /// Those that are used. A word that is none of these changes nothing here: see `unknownWord`.
  package static let used: Instructions =
    asked.flatMap { Instructions(rawValue: $0) }.map { min($0, ofProcessor) } ?? ofProcessor

  /// The word in `CACT_CPU` that is none of these.
  package static let unknownWord: String? = asked.flatMap { Instructions(rawValue: $0) == nil ? $0 : nil }

  package static func < (a: Instructions, b: Instructions) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}
