import Synchronization

/// Floating-point operations, counted as they are done: two for each multiplication with its addition.
///
/// Matrix products and attention count themselves. What is done once per element beside them (norms, activations, softmax) is not
/// counted: of a transformer it is a hundredth or less.
package final class OperationMeter: Sendable {
  @TaskLocal private static var current: OperationMeter?
  private let sum = Atomic<Int>(0)

  private init() {}

  /// What counts here; nil where nobody does.
  package static var here: OperationMeter? { current }

  /// Runs the body and counts what it does, on whatever threads; a meter around it counts that too.
  package static func measure<Result>(_ body: () throws -> Result) rethrows -> (result: Result, operations: Double) {
    let meter = OperationMeter()
    let outer = current
    defer { outer?.add(meter.sum.load(ordering: .relaxed)) }
    let result = try ThreadContext.with($current, meter, body)
    return (result, Double(meter.sum.load(ordering: .relaxed)))
  }

  /// Counts a product of m x k by k x n.
  @inline(__always)
  package static func count(_ m: Int, _ n: Int, _ k: Int) { current?.add(2 * m * n * k) }

  /// Counts what was done elsewhere: by another process, say.
  package func add(_ operations: Int) { sum.wrappingAdd(operations, ordering: .relaxed) }
}
