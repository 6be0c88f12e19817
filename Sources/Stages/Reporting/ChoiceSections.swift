import Numerics
import Pipeline
import Plots
import Quantities
import Rows
import Work

/// What a choice is like: distributions before and after it, clusters, a sample, costs.
struct ChoiceSections {
  private static let mostColumns = 6
  private static let sampleSize = 5

  let all: [String]

  init(_ rows: Rows, _ way: ChoiceWay, _ context: RunContext) throws {
    let clusters = rows.hasColumn("cluster") && rows.count > 0 ? try ClusterTable(rows, context) : nil
    all = [
      Self.distributions(rows, way.last?.before?.rows), clusters.map(Self.clusters) ?? "",
      Self.sample("A sample of what was chosen", rows, Array(0..<rows.count), context, reason: nil),
      Self.others(way, context), try Self.costs(context),
    ]
  }

  /// Each measure before the last choice and after it, on one scale.
  private static func distributions(_ after: Rows, _ before: Rows?) -> String {
    let measures = after.names.filter { name in
      after.column(name)?.doubles?.contains(where: \.isFinite) == true && name != "cluster"
    }
    var cells: [[String]] = []
    var plots: [String] = []
    for name in measures.prefix(mostColumns) {
      let now = after.column(name)?.doubles ?? []
      let then = before?.column(name)?.doubles ?? []
      let kind = after.column(name)?.kind ?? .number
      func median(_ values: [Double]) -> String {
        let sorted = values.filter(\.isFinite).sorted()
        return sorted.isEmpty ? "" : Figures.statistics([Statistics.quantile(sorted, 0.5)], of: kind).joined()
      }
      cells.append([name, median(then), median(now)])
      let drawn = [("\(name), before", then, now), ("\(name), after", now, then)].compactMap { title, values, others in
        Plot.Histogram(name, values, beside: others).map { Plot(title: title, .histogram($0)).svg }
      }
      plots.append("<div class=\"pair\">\(drawn.joined())</div>")
    }
    guard !cells.isEmpty else { return "" }
    let more =
      measures.count > mostColumns
      ? "<p class=\"soft\">The first \(mostColumns) of \(measures.count) measures.</p>" : ""
    return HTMLPage.section(
      before == nil ? "Measures" : "Measures, before the last choice and after it",
      HTMLPage.table([("median of", false), ("before", true), ("after", true)], cells) + plots.joined(separator: "\n")
        + more)
  }

  private static func clusters(_ table: ClusterTable) -> String {
    HTMLPage.section(
      table.title,
      HTMLPage.table(
        [
          ("cluster", true), ("rows", true), ("kept", true), ("taken", true), ("its words", false),
          ("a typical row", false),
        ],
        table.lines.map { Array($0.cells.prefix(5)) + [$0.question] }))
  }

  private static func others(_ way: ChoiceWay, _ context: RunContext) -> String {
    guard let step = way.last, let before = step.before?.rows else { return "" }
    let lost = step.losses.filter { !$0.isHeldOut }
    let reasons = Dictionary(
      lost.flatMap { loss in loss.places.map { ($0, loss.reason) } }, uniquingKeysWith: { a, _ in a })
    return sample("A sample of what was not", before, reasons.keys.sorted(), context) { reasons[$0] }
  }

  /// A few rows, drawn by the seed.
  private static func sample(
    _ head: String, _ rows: Rows, _ places: [Int], _ context: RunContext, reason: ((Int) -> String?)?
  ) -> String {
    var generator = SeededGenerator(seed: context.seed, stream: "report \(head)")
    let drawn = places.shuffled(using: &generator).prefix(sampleSize).sorted()
    let body = drawn.map { place in
      let texts = rows.texts(place)
      let pair =
        texts.count == 3 ? ["user", "input", "assistant"] : texts.count == 2 ? ["user", "assistant"] : ["text"]
      let roles = rows.conversation(place)?.turns.map(\.role.rawValue) ?? pair
      let first = String(decoding: texts.first?.prefix(160) ?? [], as: UTF8.self)
      let measures = rows.names.filter { rows.column($0)?.doubles != nil }.compactMap { rows.told($0, place) }
      let note = ([reason?(place)].compactMap(\.self) + measures).joined(separator: " · ")
      return "<details><summary>row \(rows.rowNumbers[place]): \(Markup.escaped(first))</summary>"
        + "<p class=\"soft\">\(Markup.escaped(note))</p>"
        + zip(roles, texts).map { role, text in
          "<p class=\"soft\">\(role)</p><pre>\(Markup.escaped(String(decoding: text, as: UTF8.self), keepNewlines: true))</pre>"
        }.joined() + "</details>"
    }
    return HTMLPage.section(head, body.joined(separator: "\n"))
  }

  private static func costs(_ context: RunContext) throws -> String {
    var past = context.pipeline
    past.calls = Array(past.calls.prefix(context.index))
    let entries = try context.bill(of: past).filter { $0.seconds > 0 }
    guard !entries.isEmpty else { return "" }
    let threads = context.work.jobThreads
    let sentence = "On \(threads) thread\(threads == 1 ? "" : "s"): \(context.total(entries).text)"
    return HTMLPage.section(
      "What it cost",
      "<p>\(Markup.escaped(sentence)).</p>"
        + HTMLPage.table(
          [("stage", false), ("for", false), ("time", true), ("computed", true), ("memory at most", true)],
          entries.map { entry in
            [
              entry.stage, entry.purpose.rawValue, Figures.duration(entry.seconds),
              entry.compute.map { Figures.operations($0.operations) } ?? "",
              entry.compute?.peakBytes.map { Figures.bytes($0) } ?? "",
            ]
          }))
  }
}
