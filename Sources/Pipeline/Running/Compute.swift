import Work

/// What a piece of work took of the machine, besides its time.
public struct Compute: Sendable, Codable, Hashable {
  /// Floating-point operations of matrix products and attention, two for each multiplication with its addition, as they were done,
  /// by whichever process of the job.
  public var operations: Double
  /// The most memory that the process held meanwhile, in bytes; of several ranks, rank 0. Nil where the system does not tell.
  public var peakBytes: Int?
  /// Energy of the processors in joules, by their own counters; nil where these cannot be read.
  public var joules: Double?

  /// Nothing, by default.
  public init(operations: Double = 0, peakBytes: Int? = nil, joules: Double? = nil) {
    (self.operations, self.peakBytes, self.joules) = (operations, peakBytes, joules)
  }

  /// Both, one after the other. Energy is known where it is of both.
  public static func + (a: Compute, b: Compute) -> Compute {
    let joules = a.joules.flatMap { a in b.joules.map { a + $0 } }
    return Compute(
      operations: a.operations + b.operations, peakBytes: [a.peakBytes, b.peakBytes].compactMap(\.self).max(),
      joules: joules)
  }

  /// Runs the body and says what it took. Of work beside other work, energy is its part of the machine's.
  static func measure<Result>(_ arithmetic: any Arithmetic, _ body: () throws -> Result) rethrows -> (Result, Compute) {
    let peak = PeakMemory()
    let energy = ProcessorEnergy.shared.joules
    let (result, operations) = try arithmetic.metered(body)
    let joules = energy.flatMap { before in
      ProcessorEnergy.shared.joules.map { ($0 - before) * arithmetic.portion }
    }
    return (result, Compute(operations: operations, peakBytes: peak.bytes, joules: joules))
  }
}
