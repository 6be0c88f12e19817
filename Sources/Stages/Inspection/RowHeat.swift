import Curation
import Diagnostics
import Documents
import LanguageModel
import Packing
import Pipeline
import Rows
import Tokenization

/// `view N heat`: what the question does to the loss of each token of the answer. The mean of the differences is the logarithm of the
/// row's ifd.
struct RowHeat: RowPicture {
  let flag = Flag("heat", "What the question does to the loss of each token of its answer")
  let settings = ["context", "model", "precision", "template"]
  let needs = ["answer"]

  /// Nats from which a token is coloured, and from which strongly.
  private static let visible = 0.5, strong = 2.0
  /// Tokens that are named at either end.
  private static let named = 5

  /// A token of the answer, and its loss in nats behind the question and without it.
  private struct Token {
    /// Whether another answer of the same conversation ends before it.
    var beginsAnswer: Bool
    var text: [UInt8]
    var conditional: Double
    var direct: Double
    /// What the question takes from its loss.
    var eased: Double { direct - conditional }

    var mark: TextMark? {
      switch eased {
      case strong...: .muchEased
      case visible...: .eased
      case ...(-strong): .muchHindered
      case ...(-visible): .hindered
      default: nil
      }
    }

    /// `" return" 6.31 → 0.12`.
    var shown: String {
      "\"\(TextBytes.shown(text).replacing("\n", with: "\\n"))\" \(Figures.fixed(direct, 2)) → \(Figures.fixed(conditional, 2))"
    }
  }

  func report(_ rows: Rows, _ place: Int, at call: BoundCall, _ context: RunContext) throws -> ReportValue {
    let number = rows.rowNumbers[place]
    let loaded = try context.models.load(context.settings)
    let template = try context.models.template(context.settings, directory: loaded.directory)
    let encoded = try EncodedRows(rows.taking([place]), loaded, template.template, context)
    let longest = loaded.model.configuration.longestRow(context.settings)
    let pair: ScoringPair
    do throws(Unscorable) {
      pair = try encoded.scoringPair(0, maxLength: longest)
    } catch {
      throw Diagnostic(
        StageCodes.nothingLeft, "row \(number) has no score: \(error.reason)", at: call.span(of: "row"),
        label: "this row")
    }
    try PassMemory(loaded.model.configuration, lengths: [pair.conditional.tokens.count + pair.direct.tokens.count])
      .check("scoring", of: loaded)
    // One after the other, as `score` does it in float32: each has the bits that it has alone.
    func losses(_ segment: Segment) throws -> [Float] {
      var segment = segment
      segment.pool = nil
      return try loaded.model.losses(of: [segment], perToken: true).first?.perToken ?? []
    }
    let (conditional, direct) = (try losses(pair.conditional), try losses(pair.direct))
    let ids = pair.conditional.targets.flatMap { Array(pair.conditional.tokens[$0]) }
    guard conditional.count == ids.count, direct.count == ids.count else {
      throw InternalError("losses of \(conditional.count) and \(direct.count) tokens for \(ids.count)")
    }
    // Behind each answer but the last.
    var ends = pair.conditional.targets.map(\.count).reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    ends.removeLast()
    let borders = Set(ends.dropFirst())
    let tokens = ids.indices.map { place in
      Token(
        beginsAnswer: borders.contains(place),
        text: loaded.tokenizer.decode([ids[place]], continuing: true), conditional: Double(conditional[place]),
        direct: Double(direct[place]))
    }
    return report(number, tokens, cut: pair.tokensCut, by: loaded, template)
  }

  private func report(
    _ number: Int, _ tokens: [Token], cut: Int, by loaded: LoadedModel, _ template: ModelTemplate
  ) -> ReportValue {
    func mean(_ loss: (Token) -> Double) -> Double { tokens.reduce(0) { $0 + loss($1) } / Double(max(1, tokens.count)) }
    let complexity = Complexity(
      lossConditional: mean(\.conditional), lossDirect: mean(\.direct), answerTokens: tokens.count)
    var page = MarkedPage([
      "row \(number) · ifd \(Figures.fixed(complexity.ifd, 3)) · \(Figures.fixed(complexity.lossConditional, 2)) nats a token "
        + "behind the question, \(Figures.fixed(complexity.lossDirect, 2)) without",
      "\(Figures.count(tokens.count)) token\(tokens.count == 1 ? "" : "s") of the answer\(cut > 0 ? ", \(Figures.count(cut)) more cut" : "") · by \(loaded.name), "
        + "template \(template.shown)",
      "",
    ])
    page.add(
      tokens.flatMap { token in
        (token.beginsAnswer ? [(text: Array("\n\n".utf8), mark: nil as TextMark?)] : []) + [(token.text, token.mark)]
      }, indent: "  ")
    let order = tokens.indices.sorted { (-tokens[$0].eased, $0) < (-tokens[$1].eased, $1) }
    let eased = order.prefix(Self.named).filter { tokens[$0].eased > 0 }
    let hindered = order.reversed().prefix(Self.named).filter { tokens[$0].eased < 0 }
    page.lines.append("")
    for (head, places) in [("eased most", eased), ("hindered most", hindered)] where !places.isEmpty {
      page.lines.append("\(head): " + places.map { tokens[$0].shown }.joined(separator: " · "))
    }
    page.lines.append(
      "In nats, without the question → behind it. In colour: eased green, hindered red, from \(Figures.fixed(Self.visible, 1)) on; "
        + "bold from \(Figures.fixed(Self.strong, 0)) on.")
    var report = ReportValue(
      title: "row \(number) and what the question does to it", lines: page.lines,
      data: .object(
        JSONObject([
          ("row", .integer(number)), ("ifd", .number(complexity.ifd)),
          ("loss_cond", .number(complexity.lossConditional)),
          ("loss_direct", .number(complexity.lossDirect)), ("answer_tokens", .integer(tokens.count)),
          ("tokens_cut", .integer(cut)), ("template", .string(template.template.name)),
          (
            "tokens",
            .array(
              tokens.map {
                .object(
                  JSONObject([
                    ("text", .string(TextBytes.shown($0.text))), ("loss_cond", .number($0.conditional)),
                    ("loss_direct", .number($0.direct)),
                  ]))
              })
          ),
        ])))
    report.marks = page.marks
    return report
  }
}
