import Foundation

/// A method's loss over the amount that it was given, straight between its points over the amount's logarithm: what
/// exchanges a loss for how much more the method would need to reach it.
public struct LossCurve: Sendable, Hashable {
  /// The loss that one amount of data led to.
  public struct Point: Sendable, Hashable {
    /// Learned tokens, seconds, or times of something; above 0.
    public var amount: Double
    /// Nats per token.
    public var loss: Double

    /// A point of the curve.
    public init(amount: Double, loss: Double) {
      self.amount = amount
      self.loss = loss
    }
  }

  /// By amount, ascending.
  public let points: [Point]

  /// Points of amount 0 or less, or without a finite loss, are left out; of one amount the mean loss counts.
  public init(_ points: [Point]) {
    let usable = points.filter { $0.amount > 0 && $0.amount.isFinite && $0.loss.isFinite }
    self.points = Dictionary(grouping: usable, by: \.amount)
      .map { amount, group in Point(amount: amount, loss: group.reduce(0) { $0 + $1.loss } / Double(group.count)) }
      .sorted { $0.amount < $1.amount }
  }

  /// An amount read from the curve.
  public enum Amount: Sendable, Hashable {
    /// The smallest amount there is reaches the loss already.
    case atMost(Double)
    case about(Double)
    /// Not even the largest amount reaches it.
    case moreThan(Double)
  }

  /// The amount at which the curve first reaches `loss`; nil without points, or for a loss that is not finite.
  public func amount(reaching loss: Double) -> Amount? {
    guard let first = points.first, let last = points.last, loss.isFinite else { return nil }
    guard let place = points.firstIndex(where: { $0.loss <= loss }) else { return .moreThan(last.amount) }
    guard points[place].loss < loss else { return .about(points[place].amount) }
    guard place > 0 else { return .atMost(first.amount) }
    let (before, after) = (points[place - 1], points[place])
    let part = (before.loss - loss) / (before.loss - after.loss)
    return .about(exp(log(before.amount) + part * (log(after.amount) - log(before.amount))))
  }

  /// The loss at an amount; nil outside of the points.
  public func loss(at amount: Double) -> Double? {
    guard let place = points.firstIndex(where: { $0.amount >= amount }) else { return nil }
    guard points[place].amount > amount else { return points[place].loss }
    guard place > 0 else { return nil }
    let (before, after) = (points[place - 1], points[place])
    let part = (log(amount) - log(before.amount)) / (log(after.amount) - log(before.amount))
    return before.loss + part * (after.loss - before.loss)
  }
}
