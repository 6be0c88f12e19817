/// The place of one method's loss among draws of another: the comparison that speaks of methods.
///
/// With n draws and r of them at least as low, p = (1 + r) / (n + 1) is exact under exchangeability, whatever the
/// distribution: the chance that one more draw would do at least as well.
public struct MethodPlace: Sendable, Hashable {
  /// Draws at least as low as the method's loss.
  public var atLeastAsLow: Int
  /// Random draws that the method was compared with.
  public var draws: Int

  /// Losses that are shown alike are ties.
  /// - Parameter loss: mean over the method's own runs where it draws itself, else its one loss.
  public init(loss: Double, among draws: [Double]) {
    func shown(_ loss: Double) -> Double { (loss / PairedDifference.resolution).rounded() }
    self.draws = draws.count
    atLeastAsLow = draws.count { shown($0) <= shown(loss) }
  }

  /// Of so low a place by chance: (1 + draws at least as low) / (draws + 1).
  public var probability: Double { Double(1 + atLeastAsLow) / Double(draws + 1) }

  /// Draws of which the method must be lower than every one for p to reach 1 in 20.
  public static let drawsForOneInTwenty = 19
}
