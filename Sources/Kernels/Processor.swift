import CKernels

/// What this processor can do.
public enum Processor {
  /// Call once at start, before any kernel: throws where the processor lacks the instructions that they are compiled for.
  public static func requireKernels() throws {
    guard cact_processor_runs_kernels() != 0 else { throw UnsupportedProcessor() }
    if let word = Instructions.unknownWord { throw UnknownInstructions(word: word) }
  }
}

/// The processor lacks AVX2 or FMA.
public struct UnsupportedProcessor: Error, CustomStringConvertible {
  /// The sentence for the user.
  public var description: String { "this processor lacks the AVX2 and FMA instructions that cact's kernels need" }
}

/// CACT_CPU names no instructions that there are kernels for.
public struct UnknownInstructions: Error, CustomStringConvertible {
  let word: String

  /// The sentence for the user, with the words that there are.
  public var description: String {
    "`\(word)` in \(Instructions.variable) names no instructions; it may be "
      + Instructions.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
