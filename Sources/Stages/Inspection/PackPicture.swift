import Documents
import LanguageModel
import Packing

/// `view packs`: each pack as a bar as long as its room: what of it is learned, and where its samples begin.
struct PackPicture {
  private let packs: Packs
  private let ends: Set<Int32>

  /// - Parameter ends: the tokens that may end a whole sample.
  init(_ packs: Packs, ends: Set<Int32>) { (self.packs, self.ends) = (packs, ends) }

  /// Characters of a bar, and bars that are drawn.
  private static let width = 60, drawn = 40

  /// Of one pack.
  private struct Filling {
    var samples: [Packs.Sample]
    var tokens: Int { samples.reduce(0) { $0 + $1.segment.tokens.count } }
    var learned: Int { samples.reduce(0) { $0 + $1.segment.targetCount } }

    /// - Parameter room: tokens that the whole bar stands for.
    func bar(room: Int) -> String {
      // No character stands for less than a token.
      let width = min(width, max(1, room))
      // Of each character, how many of its tokens are learned and how many are not, and whether a sample begins in it.
      var cells = Array(repeating: (learned: 0, other: 0, begins: false), count: width)
      func cell(_ token: Int) -> Int { min(width - 1, token * width / max(1, room)) }
      var at = 0
      for sample in samples {
        if at > 0 { cells[cell(at)].begins = true }
        var targets = sample.segment.targets[...]
        for token in sample.segment.tokens.indices {
          while let next = targets.first, next.upperBound <= token { targets.removeFirst() }
          if targets.first?.contains(token) == true {
            cells[cell(at + token)].learned += 1
          } else {
            cells[cell(at + token)].other += 1
          }
        }
        at += sample.segment.tokens.count
      }
      return String(
        cells.map { cell in
          if cell.begins { return "|" }
          if cell.learned + cell.other == 0 { return "·" }
          return cell.learned >= cell.other ? "█" : "░"
        })
    }
  }

  var report: ReportValue {
    let fillings = packs.bins.map { bin in Filling(samples: bin.map { packs.samples[$0] }) }
    let capacity = packs.settings.capacity
    let room = max(capacity, fillings.map(\.tokens).max() ?? 0)
    var lines = [
      "\(Figures.count(fillings.count)) pack\(fillings.count == 1 ? "" : "s") of \(Figures.count(capacity)) · density "
        + "\(Figures.percent(packs.density, 1)) · \(Figures.count(packs.learnedTokens)) of \(Figures.count(packs.tokens)) tokens learned",
      "█ learned  ░ read only  | the next sample begins, and sees nothing of those before it  · free", "",
    ]
    let digits = String(min(fillings.count, Self.drawn)).count
    for (place, filling) in fillings.prefix(Self.drawn).enumerated() {
      let number = String(place + 1)
      lines.append(
        String(repeating: " ", count: digits - number.count) + number + " " + filling.bar(room: room)
          + " \(Figures.count(filling.samples.count)) row\(filling.samples.count == 1 ? "" : "s"), "
          + Figures.percent(Double(filling.learned) / Double(max(1, filling.tokens))))
    }
    if fillings.count > Self.drawn {
      lines.append(
        "… \(Figures.count(fillings.count - Self.drawn)) more pack\(fillings.count - Self.drawn == 1 ? "" : "s") · `view N` lists the rows of one"
      )
    }
    func learned(_ samples: [Packs.Sample]) -> Int { samples.count { $0.segment.learnsEnd(ends) } }
    let learnedEnds = learned(packs.samples)
    let all = packs.samples.count
    lines += [
      "",
      learnedEnds == all
        ? "The end of each sample is learned: the model learns to stop."
        : "The end of \(Figures.count(learnedEnds)) of \(Figures.count(all)) samples is learned; of the others it is not.",
    ]
    let data = fillings.enumerated().map { place, filling in
      JSONValue.object(
        JSONObject([
          ("pack", .integer(place + 1)), ("samples", .integer(filling.samples.count)),
          ("tokens", .integer(filling.tokens)),
          ("learned", .integer(filling.learned)), ("free", .integer(max(0, capacity - filling.tokens))),
          ("learned_ends", .integer(learned(filling.samples))),
        ]))
    }
    return ReportValue(
      title: "\(Figures.count(fillings.count)) pack\(fillings.count == 1 ? "" : "s"), drawn", lines: lines,
      data: .array(data))
  }
}
