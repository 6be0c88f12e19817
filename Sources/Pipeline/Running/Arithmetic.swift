/// What the language asks of whatever computes for its stages: it knows no engine itself.
public protocol Arithmetic: Sendable {
  /// Runs `body`, and what that starts, with the arithmetic that the settings ask for; without settings, with the reference.
  func run<Result>(_ settings: Settings?, _ body: () throws -> Result) rethrows -> Result
  /// Runs `body` and counts the floating-point operations of matrix products in it; 0 where nobody counts.
  func metered<Result>(_ body: () throws -> Result) rethrows -> (Result, operations: Double)
  /// What part of the machine the caller's threads are: less than 1 for work that runs beside other work.
  var portion: Double { get }
}

/// Of stages that compute in one way only.
public struct PlainArithmetic: Arithmetic {
  /// Nothing to choose.
  public init() {}
  /// `body`; nobody counts.
  public func metered<Result>(_ body: () throws -> Result) rethrows -> (Result, operations: Double) { (try body(), 0) }
  /// `body`, as it is.
  public func run<Result>(_ settings: Settings?, _ body: () throws -> Result) rethrows -> Result { try body() }
  /// 1: nothing runs beside it that is known.
  public var portion: Double { 1 }
}
