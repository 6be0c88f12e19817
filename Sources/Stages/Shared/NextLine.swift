import Diagnostics
import Documents
import Evaluation
import Pipeline
import Quantities
import Rows

/// The line to type after a verdict: what it is, what it costs, and why.
///
/// After one that is not "better": with a target and a search part it searches for the choice that pays; without them it says
/// how to hold them out. After a comparison that is: what the choice is worth in random rows.
struct NextLine {
  private var line: String
  private var seconds: Double?
  private var why: String

  /// - Parameters:
  ///   - pipeline: that was judged; the line begins as it does, up to where it began to choose.
  ///   - index: of its stage that was judged.
  ///   - heldOut: beside its rows; nil: none.
  ///   - value: the rows that were chosen from.
  ///   - share: that was chosen.
  init?(
    after pipeline: BoundPipeline, before index: Int, heldOut: HeldOutRows?, chosenFrom value: RowsValue,
    share: Share?, _ context: RunContext
  ) {
    guard var pool = Self.pool(of: pipeline, before: index) else { return nil }
    if heldOut?.target != nil, heldOut?.search != nil {
      why =
        "Hardness alone is no reason to select a row. This measures what selecting toward the target gains over random rows of as many tokens, and says so if it gains nothing."
    } else {
      guard let held = Self.hold(in: &pool, heldOut: heldOut, rows: value.rows.count) else { return nil }
      why =
        heldOut?.target == nil
        ? "Only a choice toward a task has paid, and nothing says yet what the model should be good at: `\(held)` draws that "
          + "from these rows, and your own say it better: `hold from { load \"mine.jsonl\" } target 100 search 100`."
        : "A search needs rows of its own to judge by: `\(held)` sets some apart."
    }
    let share = share ?? .fraction(0.1)
    let optimize = OptimizeStage()
    let call = optimize.signature.call(at: context.call.span).with("share", .share(share))
    let input = Self.estimate(value, heldOut)
    seconds = (try? optimize.estimate(call, input: input, context: context))?.seconds
    line = "\(Self.text(pool)) | \(optimize.signature.name) \(share)" + Self.making(pipeline, before: index)
  }

  /// After a comparison; nil where nothing was drawn at random.
  ///
  /// - Parameters:
  ///   - arms: of its report.
  ///   - input: the rows that it chose from.
  init?(afterComparing arms: [JSONValue], input: RowsValue, _ context: RunContext) {
    guard arms.contains(where: { $0["random"]?.bool == true }) else { return nil }
    if let better = arms.first(where: { $0["size"]?["verdict"]?.string == Verdict.better.rawValue }) {
      self.init(exchanging: better["arm"]?.string ?? "it", input: input, context)
      return
    }
    let select = ((try? context.call.blocks("arms")) ?? []).flatMap(\.calls)
      .first { $0.calls(SelectStage.self) }
    self.init(
      after: context.pipeline, before: context.index, heldOut: input.heldOut, chosenFrom: input,
      share: try? select?.share("share"), context)
  }

  /// How many more random rows do as much as what was better: their own curve from the share that was compared.
  private init?(exchanging better: String, input: RowsValue, _ context: RunContext) {
    let blocks = ((try? context.call.blocks("arms")) ?? []).map { Arm($0) }
    guard let random = blocks.first(where: \.isRandomDraw), let share = random.fraction,
      let pool = Self.pool(of: context.pipeline, before: context.index), let part = try? JudgedPart(context.call)
    else { return nil }
    let shares = [1.0, 2, 4].map { ($0 * share * 1e4).rounded() / 1e4 }.filter { $0 <= 1 }
    guard shares.count > 1 else { return nil }
    let curve = CurveStage()
    let call = curve.signature.call(at: context.call.span).with("method", .block(random.block))
      .with("at", .list(shares.map { .percentage($0) })).with("on", .choice(part.rawValue))
      .with("then", (try? context.call.optionalBlock("then")).flatMap { $0 }.map { .block($0) })
    seconds = (try? curve.estimate(call, input: Self.estimate(input, input.heldOut), context: context))?.seconds
    line = "\(Self.text(pool)) | \(call.text(curve.signature))"
    why =
      "\(better.prefix(1).uppercased() + better.dropFirst()) is better than random rows here. This says how many more of these do as "
      + "much, at equal steps and with steps in proportion, and what they take."
  }

  private static func estimate(_ value: RowsValue, _ heldOut: HeldOutRows?) -> Estimate {
    Estimate(
      rows: Double(value.rows.count), tokens: value.tokens.map(Double.init),
      judges: Estimate.Judges(
        search: Double(heldOut?.search?.count ?? 100), sealed: Double(heldOut?.rows.count ?? 100)))
  }

  /// Three lines at most: what to type, and why.
  func block(_ context: RunContext) -> StageBlock {
    var cost = ""
    if let seconds {
      cost = " (+\(Figures.estimate(seconds))"
      if let price = context.settings.price { cost += ", \(Figures.money(seconds, perHour: price))" }
      cost += ")"
    }
    return StageBlock(Self.title, [StageBlock.Line(line, cost), StageBlock.Line(why)])
  }

  /// Of its block: the line that says where the value is stands before it.
  static let title = "next"

  var json: JSONValue {
    .object(
      JSONObject([
        ("line", .string(line)), ("seconds", seconds.map { .number($0) } ?? .null), ("why", .string(why)),
      ]))
  }

  // MARK: The rows before anything was chosen of them

  /// Stages that choose rows, or make something of what was chosen.
  private static func chooses(_ call: BoundCall) -> Bool {
    call.choice == .byScore || call.calls(SelectStage.self) || call.calls(ScoreStage.self)
      || call.calls(EmbedStage.self) || call.calls(AppendStage.self) || call.calls(PackStage.self)
      || call.calls(CompareStage.self) || call.calls(CurveStage.self)
  }

  /// nil where the rows come from a block, which no line can name.
  private static func pool(of pipeline: BoundPipeline, before index: Int) -> BoundPipeline? {
    let calls = pipeline.calls[..<index]
    if case .input = pipeline.head { return nil }
    // A name whose own line chose is no pool, but what that line began with.
    if case .binding(let binding) = pipeline.head,
      binding.shape.type != .rows
        || SelectionOrigin.find(in: binding.pipeline, before: binding.pipeline.calls.count) != nil
    {
      return pool(of: binding.pipeline, before: binding.pipeline.calls.count)
    }
    var pool = pipeline
    pool.calls = calls.prefix { !chooses($0) }.filter { !$0.calls(SaveStage.self) }
    return pool
  }

  /// Writes target and search part into the line's own `hold`, or one behind it.
  /// - Returns: that call's text; nil where there are too few rows for three parts.
  private static func hold(in pool: inout BoundPipeline, heldOut: HeldOutRows?, rows: Int) -> String? {
    let signature = HoldStage().signature
    func parts(_ call: BoundCall, of count: Int) -> BoundCall {
      let part = ArgumentValue.integer(min(100, count / 4))
      var call = call.with("search", part)
      if !call.has("target") { call = call.with("target", part) }
      return call
    }
    // As many sealed rows as a verdict needs, and as many in the two other parts together.
    let fewest = 60
    if let place = pool.calls.lastIndex(where: { $0.calls(HoldStage.self) }), let count = heldOut?.count,
      count >= fewest
    {
      pool.calls[place] = parts(pool.calls[place], of: count)
      return pool.calls[place].text(signature)
    }
    let count = min(400, rows / 3 / 10 * 10)
    guard count >= fewest else { return nil }
    pool.calls.append(parts(signature.call(at: pool.span).with("share", .share(.rows(count))), of: count))
    return pool.calls.last?.text(signature)
  }

  /// ` then { … }` where the models were made in another way than by default.
  private static func making(_ pipeline: BoundPipeline, before index: Int) -> String {
    let judged = pipeline.calls[index]
    if let block = (try? judged.optionalBlock("then")) ?? nil {
      return " then " + (block.text.hasPrefix("{") ? block.text : "{ \(block.text) }")
    }
    guard judged.calls(TuneStage.self) else { return "" }
    let packing = (SelectionOrigin.find(in: pipeline, before: index)?.after ?? [])
      .filter { $0.calls(PackStage.self) }
    let texts = (packing + [judged.with("control", nil)]).compactMap { call in
      Registry.standard[call.stage].map { call.text($0.signature) }
    }
    let usual = ["pack", "pack 4096", "tune", "tune epochs 3"]
    return texts.allSatisfy(usual.contains) ? "" : " then { \(texts.joined(separator: " | ")) }"
  }

  private static func text(_ pipeline: BoundPipeline) -> String {
    var parts: [String] = []
    if case .binding(let binding) = pipeline.head { parts.append(binding.name) }
    parts += pipeline.calls.compactMap { call in Registry.standard[call.stage].map { call.text($0.signature) } }
    return parts.joined(separator: " | ")
  }
}

extension Signature {
  /// The call with nothing but its defaults.
  func call(at span: Span) -> BoundCall {
    var arguments: [String: BoundArgument] = [:]
    for slot in slots { arguments[slot.name] = slot.defaultValue.map { BoundArgument($0) } }
    for option in options { arguments[option.name] = option.defaultValue.map { BoundArgument($0) } }
    return BoundCall(stage: name, span: span, nameSpan: span, arguments: arguments)
  }
}
