import Diagnostics
import Documents
import Evaluation
import Pipeline
import Rows

/// The three steps of a proof, each remembered by what it is made of: select on a sample, compare small models, and random rows' own
/// curve, from which the full run is reckoned.
struct Proof {
  /// A step that ran.
  struct Step {
    let number: Int
    let name: String
    /// Whether it gives reason to go on.
    let pays: Bool
    /// Why, or why not: a whole sentence.
    let reason: String
    /// What its stages print.
    let blocks: [StageBlock]
    let bill: [BillEntry]
  }

  let call: BoundCall
  let context: RunContext
  private let lines: PocLines
  /// What the proof works on, with parts held out.
  private(set) var sample: Evaluated
  /// How rows were held out, where the line did not.
  private(set) var holding: String?
  /// Rows and learned tokens of the pool, and of the sample.
  private(set) var pool: (rows: Int, learned: Int) = (0, 0)
  private(set) var sampled: (rows: Int, learned: Int) = (0, 0)

  private(set) var steps: [Step] = []
  /// Why the next step was not run.
  private(set) var stopped: String?
  /// Of step 1.
  private(set) var search: JSONValue?
  /// Of step 2.
  private(set) var comparison: ReportValue?
  /// Of step 3, a point each.
  private(set) var curve: [JSONValue] = []

  var share: Double { lines.share }
  var asksProblems: Bool { lines.asksProblems }

  /// Holds rows out where the line did not, and draws the sample.
  ///
  /// - Throws: `Diagnostic` where there are too few rows, or no problem holds here; `Interrupted`.
  init(_ input: Evaluated, call: BoundCall, _ context: RunContext) throws {
    self.context = context
    var call = call
    let value = try input.value.asRows("poc")
    var pool = input
    if value.heldOut?.search == nil || value.heldOut?.target == nil || value.heldOut?.rows.count == 0 {
      guard let text = PocLines.holding(rows: value.rows.count) else {
        throw Diagnostic(
          StageCodes.nothingLeft, "too few rows for a proof: nothing could be held out and judged by", at: call.span,
          label: Figures.rows(value.rows.count),
          helps: [
            Diagnostic.Help(
              "a proof takes 180 rows or more, or rows held out from elsewhere: `hold from { load \"mine.jsonl\" } target 50 search 50`"
            )
          ])
      }
      holding = text
      pool = try context.runBlock(try context.blocks([text])[0], on: input)
    }
    let held = try pool.value.asRows("poc")
    // Problems among the sealed rows are asked unless others are named.
    if !ProblemsRequest.isAsked(of: call), let sealed = held.heldOut?.rows, Self.hasProblems(sealed, call, context) {
      call = call.with("held_out_problems", .flag(true))
    }
    self.call = call
    lines = try PocLines(call, context)
    self.pool = (held.rows.count, try Trials.learnedTokens(held, context))
    sample = pool
    // A sample of nearly all rows is no saving.
    if held.rows.count > PocLines.sample * 6 / 5 {
      sample = try context.runBlock(try context.blocks(["sample \(PocLines.sample)"])[0], on: pool)
    }
    let drawn = try sample.value.asRows("poc")
    sampled = (drawn.rows.count, try Trials.learnedTokens(drawn, context))
  }

  /// Whether sealed rows have tests that can be run here.
  private static func hasProblems(_ sealed: Rows, _ call: BoundCall, _ context: RunContext) -> Bool {
    let asked = call.with("held_out_problems", .flag(true))
    guard let set = try? ProblemSet(asked, heldOut: sealed, context) else { return false }
    return (try? SandboxedCode(asked, context, seconds: 10)) != nil && !set.problems.isEmpty
  }

  /// Runs up to the step that the call names, as long as each pays.
  ///
  /// - Throws: `Diagnostic` of a stage; `Interrupted`: what was made is kept.
  mutating func run() throws {
    let last = try call.optionalInteger("step") ?? 3
    let problems = try checked()
    _ = problems
    context.observer.noted("Step 1 of 3: the search for a choice that pays, on \(Figures.rows(sampled.rows)).")
    try select()
    guard goesOn(to: 2, last) else { return }
    context.observer.noted("Step 2 of 3: the choice and random draws of as many tokens, on the sealed rows.")
    try compare()
    guard goesOn(to: 3, last) else { return }
    context.observer.noted("Step 3 of 3: what more random rows bring, and what the full run costs.")
    try reckon()
  }

  /// Problems that cannot be asked are told before anything is tuned.
  private func checked() throws -> ProblemsExam? {
    guard lines.asksProblems, ProblemsRequest.isAsked(of: call),
      let asked = try lines.comparison(of: "take 1").calls.last
    else { return nil }
    return try ProblemsExam(asked, heldOut: sample.value.asRows("poc").heldOut?.rows, context)
  }

  private mutating func goesOn(to step: Int, _ last: Int) -> Bool {
    guard step <= last, let before = steps.last else { return false }
    guard before.pays || call.flag("anyway") else {
      stopped = "Step \(step) was not run, because step \(before.number) did not pay. `anyway` runs it all the same."
      return false
    }
    return true
  }

  private func done(_ number: Int, _ name: String, _ made: Evaluated, pays: Bool, _ reason: String) -> Step {
    Step(
      number: number, name: name, pays: pays, reason: reason, blocks: made.blocks,
      bill: made.bill)
  }

  // MARK: 1

  private mutating func select() throws {
    let value = try sample.value.asRows("poc")
    let filter = value.heldOut?.target.flatMap { SuggestedFilter(target: $0, pool: value.rows) }
    let made = try context.runBlock(try lines.search(filter: filter), on: sample)
    let found = made.ledger?["search"]
    search = found
    let name = found?["winner"]?.string ?? "random"
    switch found?["decision"]?.string {
    case "choice":
      steps.append(
        done(
          1, "select", made, pays: true,
          "On the search part \(name) is better than random rows, and than these with the task's among them."))
    case "random + target":
      steps.append(
        done(
          1, "select", made, pays: false,
          "No way to choose pays: random rows with the task's own among them do as well, and cost nothing to choose. Do not go on; add the task's rows (`append target`)."
        ))
    default:
      steps.append(
        done(
          1, "select", made, pays: false,
          "Nothing pays: no way to choose is better than random rows by more than random draws differ. The pool is like the task, or too little is known of it. Do not go on."
        ))
    }
  }

  /// The choice that came out; where none did, the one nearest to it.
  var choice: (name: String, line: String, loss: Double)? {
    let recipes = search?["recipes"]?.array ?? []
    func last(_ recipe: JSONValue) -> (part: Double, loss: Double)? {
      guard let rung = recipe["rungs"]?.array?.last, let part = rung["part"]?.double,
        let loss = rung["losses"]?.array?.first?.double
      else { return nil }
      return (part, loss)
    }
    let won = recipes.first { $0["recipe"]?.string == search?["winner"]?.string }
    let nearest = recipes.filter { last($0)?.part == 1 }.min { (last($0)?.loss ?? 0) < (last($1)?.loss ?? 0) }
    guard let recipe = won ?? nearest, let name = recipe["recipe"]?.string, let line = recipe["text"]?.string,
      let loss = last(recipe)?.loss
    else { return nil }
    return (name, line, loss)
  }

  // MARK: 2

  private mutating func compare() throws {
    guard let choice else { throw InternalError("the search tried nothing") }
    let made = try context.runBlock(try lines.comparison(of: choice.line), on: sample)
    guard let report = made.value as? ReportValue, let arm = report.data.array?.first else {
      throw InternalError("`compare` made no report")
    }
    comparison = report
    let judge = try JudgedPart.sealed.judge(sample.value.asRows("poc"), call: call, context)
    _ = try judge.look(by: made.key)
    func verdict(_ of: String) -> Verdict {
      arm[of]?["verdict"]?.string.flatMap(Verdict.init(rawValue:)) ?? .undecided
    }
    let (loss, passing) = (verdict("size"), verdict("passing"))
    let pays = (loss == .better || passing == .better) && loss != .worse && passing != .worse
    let reason: String
    if pays {
      reason =
        "On rows that the search never saw \(choice.name) is better than random draws of as many tokens"
        + (loss == .better ? passing == .better ? ", by loss and by problems." : ", by loss." : ", by problems.")
    } else if loss == .worse || passing == .worse {
      reason =
        "\(loss == .worse ? "Its loss is higher" : "It passes fewer problems") than random draws of as many tokens on rows that the search never saw. Do not go on."
    } else {
      reason =
        "On rows that the search never saw \(choice.name) is not told apart from random draws of as many tokens. Do not go on."
    }
    steps.append(done(2, "compare", made, pays: pays, reason))
  }

  /// The choice's row of the comparison, and that of random draws.
  var arms: (choice: JSONValue, random: JSONValue)? {
    guard let rows = comparison?.data.array, rows.count > 1 else { return nil }
    return (rows[0], rows[1])
  }

  // MARK: 3

  private mutating func reckon() throws {
    let made = try context.runBlock(try lines.curve(), on: sample)
    curve = (made.value as? ReportValue)?.data.array ?? []
    steps.append(
      done(
        3, "reckon", made, pays: true,
        "What more random rows bring is measured, and what the full run costs is reckoned."))
  }

  // MARK: -

  /// How many times the sample the full run is, in learned tokens.
  var scale: Double { sampled.learned > 0 ? Double(pool.learned) / Double(sampled.learned) : 1 }
  /// What all steps took.
  var total: BillTotal { context.total(steps.flatMap(\.bill)) }
}
