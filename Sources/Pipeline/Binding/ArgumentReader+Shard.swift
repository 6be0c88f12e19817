import Diagnostics
import Quantities
import Syntax

// One of several parts.
extension ArgumentReader {
  /// Moves behind `K of N`, or as much of it as there is, whatever stands in its places.
  mutating func passOverShard() {
    if current?.isOperator(.minus) == true { index += 1 }
    index = min(index + 1, arguments.count)
    guard current?.word == "of" else { return }
    index += 1
    if current?.isOperator(.minus) == true { index += 1 }
    index = min(index + 1, arguments.count)
  }

  /// Reads `K of N`. What is wrong with it is told once: what is left of it is no argument of its own.
  mutating func shard(_ first: Argument, _ role: String) throws -> ShardNumber {
    let start = index
    do { return try numbers(first, role) } catch {
      index = start
      passOverShard()
      throw error
    }
  }

  private mutating func numbers(_ first: Argument, _ role: String) throws -> ShardNumber {
    guard let number = try number(.shard, role, units: [.none]).integer else { throw mismatch(first, .shard, role) }
    guard current?.word == "of" else {
      throw Diagnostic(
        Codes.missingValue, "\(role) does not say of how many parts it is one",
        at: .empty(at: arguments[index - 1].span.upper), label: "expected `of` and their number")
    }
    index += 1
    guard let second = current else {
      throw Diagnostic(
        Codes.missingValue, "\(role) does not say of how many parts it is one", at: .empty(at: end),
        label: "expected the number of parts")
    }
    if case .variable = second.kind {
      index += 1
      throw AlreadyReported()
    }
    guard let count = try self.number(.shard, role, units: [.none]).integer else {
      throw mismatch(second, .shard, role)
    }
    guard count >= 1 else { throw outOfRange(second, "the number of parts", "at least 1") }
    guard let shard = ShardNumber(number, of: count) else {
      throw outOfRange(first, role, "between 1 of \(count) and \(count) of \(count)")
    }
    return shard
  }
}
