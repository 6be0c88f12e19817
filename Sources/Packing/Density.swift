/// The share of positions that hold a real token.
public enum Density {
  /// Of bins of `capacity`, the last one counted at its real length; 1 when there is nothing.
  public static func packed(_ bins: [[Int]], lengths: [Int], capacity: Int) -> Double {
    guard let last = bins.last else { return 1 }
    let real = lengths.reduce(0, +)
    let positions = capacity * (bins.count - 1) + last.reduce(0) { $0 + lengths[$1] }
    return positions == 0 ? 1 : Double(real) / Double(positions)
  }

  /// Of rows padded to the longest of each `group` that stand side by side.
  public static func padded(_ lengths: [Int], group: Int = 16) -> Double {
    var positions = 0
    var start = 0
    while start < lengths.count {
      let rows = lengths[start..<Swift.min(start + group, lengths.count)]
      positions += rows.count * (rows.max() ?? 0)
      start += group
    }
    return positions == 0 ? 1 : Double(lengths.reduce(0, +)) / Double(positions)
  }
}
