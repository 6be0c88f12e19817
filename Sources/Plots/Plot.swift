import Quantities

/// What is to be drawn, of values alone: whoever shows it says how large. Names and labels are untrusted text.
public struct Plot: Sendable, Codable, Equatable {
  /// What it is about, in one line.
  public var title: String
  /// How it is drawn, and of what.
  public var form: Form

  /// A plot under a title.
  public init(title: String, _ form: Form) {
    self.title = title
    self.form = form
  }

  /// The kinds of plots.
  public enum Form: Sendable, Codable, Equatable {
    case histogram(Histogram)
    case scatter(Scatter)
    case bars(Bars)
  }

  /// How often values lie where. Counts begin at zero.
  public struct Histogram: Sendable, Codable, Equatable {
    /// What is counted.
    public let label: String
    /// Where the first bin begins, and where the last one ends.
    public let low, high: Double
    /// Of bins of one width.
    public let counts: [Int]

    /// The finite values in bins; nil where there are none.
    /// - Parameter beside: values whose range the bins are to hold too, so that two plots can be compared.
    public init?(_ label: String, _ values: [Double], beside others: [Double] = [], bins: Int = 40) {
      let finite = values.filter(\.isFinite)
      let all = finite + others.filter(\.isFinite)
      guard !finite.isEmpty, let low = all.min(), let high = all.max(), bins > 0 else { return nil }
      let scale = RoundScale(low: low, high: high, steps: 6)
      let whole = all.allSatisfy { $0 == $0.rounded() }
      // Whole numbers fall on bins of whole width, or bins would hold now one of them and now two.
      let (first, last) = whole ? (low - 0.5, high + 0.5) : (scale.low, scale.high)
      let width = whole ? ((last - first) / Double(bins)).rounded(.up) : (last - first) / Double(bins)
      let count = whole ? Int(((last - first) / width).rounded(.up)) : bins
      var counts = [Int](repeating: 0, count: count)
      for value in finite { counts[min(count - 1, max(0, Int((value - first) / width)))] += 1 }
      (self.label, self.low, self.high, self.counts) = (label, first, first + width * Double(count), counts)
    }
  }

  /// Points, each of a group.
  public struct Scatter: Sendable, Codable, Equatable {
    /// Most points that are kept: of more every k-th is.
    public static let mostPoints = 20_000

    /// What the axes measure.
    public let xLabel, yLabel: String
    /// Finite, in pairs.
    public let x, y: [Double]
    /// Of each point the place of its group's name; empty where there is one group.
    public let group: [Int]
    /// In the order of their colours.
    public let groupNames: [String]
    /// Points that there were, those not kept among them.
    public let total: Int
    /// Whether the sides show how x and y are distributed.
    public let hasMargins: Bool

    /// The points with two finite values; nil where there are none.
    /// - Parameter groups: of each point its group's name; nil for one group.
    public init?(
      _ xLabel: String, _ x: [Double], _ yLabel: String, _ y: [Double], groups: [String]? = nil, hasMargins: Bool = true
    ) {
      let there = zip(x.indices, zip(x, y)).filter { $0.1.0.isFinite && $0.1.1.isFinite }.map(\.0)
      guard !there.isEmpty else { return nil }
      let every = (there.count + Self.mostPoints - 1) / Self.mostPoints
      let kept = stride(from: 0, to: there.count, by: every).map { there[$0] }
      (self.xLabel, self.yLabel, total, self.hasMargins) = (xLabel, yLabel, there.count, hasMargins)
      (self.x, self.y) = (kept.map { x[$0] }, kept.map { y[$0] })
      guard let groups else {
        (group, groupNames) = ([], [])
        return
      }
      let sizes = Dictionary(there.map { (groups[$0], 1) }, uniquingKeysWith: +)
      let names = Self.ordered(sizes)
      let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
      (groupNames, group) = (names, kept.map { places[groups[$0]] ?? 0 })
    }

    /// Numbers in their order, other names by their size: the largest group has the first colour.
    private static func ordered(_ sizes: [String: Int]) -> [String] {
      if sizes.keys.allSatisfy({ Int($0) != nil }) {
        return sizes.keys.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
      }
      return sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// The points that were not kept, in words; nil where all were.
    public var leftOut: String? { x.count < total ? "\(x.count) of \(total) points drawn" : nil }
  }

  /// One bar for each name. Lengths begin at zero.
  public struct Bars: Sendable, Codable, Equatable {
    /// What the names are values of.
    public let label: String
    /// From top to bottom; untrusted text.
    public let names: [String]
    /// Of each name, how many there are.
    public let values: [Int]
    /// Names beyond those that are drawn, and what they come to together.
    public let otherNames, otherCount: Int

    /// - Parameter counts: the bars from top to bottom.
    public init(_ label: String, _ counts: [(name: String, count: Int)], most: Int = 20) {
      self.label = label
      names = counts.prefix(most).map(\.name)
      values = counts.prefix(most).map(\.count)
      let rest = counts.dropFirst(most)
      (otherNames, otherCount) = (rest.count, rest.reduce(0) { $0 + $1.count })
    }
  }
}
