import Quantities

/// A scale with five round labels, or those of them that have room.
struct Axis {
  /// At least 2.
  let columns: Int
  let low: Double
  let high: Double
  let step: Double

  /// Widened to round numbers, so that no mark lies at the very edge.
  init(low: Double, high: Double, columns: Int) {
    self.columns = columns
    let span = max(high - low, 0.004)
    step = RoundScale.step(atLeast: span / 3.5)
    self.low = (low / step).rounded(.down) * step
    self.high = max((high / step).rounded(.up) * step, self.low + 4 * step)
  }

  func column(_ value: Double) -> Int {
    min(columns - 1, max(0, Int(((value - low) / (high - low) * Double(columns - 1)).rounded())))
  }

  /// The labels, each centred on its place: at most 4 columns wider than the axis.
  var scale: String {
    var line = Array(repeating: Character(" "), count: columns + 4)
    var value = low
    while value <= high + step / 2 {
      let label = Figures.fixed(value, step < 0.01 ? 3 : 2)
      let start = max(0, column(value) - label.count / 2)
      let end = min(line.count, start + label.count)
      // A label that would touch its neighbour is left out.
      if line[max(0, start - 1)..<end].allSatisfy({ $0 == " " }) {
        for (offset, character) in label.enumerated() where start + offset < line.count {
          line[start + offset] = character
        }
      }
      value += step
    }
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  func marks(_ values: [Double], _ mark: Character) -> String {
    var line = Array(repeating: Character(" "), count: columns)
    for value in values { line[column(value)] = mark }
    return String(line)
  }
}
