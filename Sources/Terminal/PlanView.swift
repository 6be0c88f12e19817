import Diagnostics
import Digests
import Documents
import Pipeline
import Stages

/// What `explain` shows: a line per stage, then the machine and the bill.
struct PlanView {
  let plan: Plan
  /// Of an hour of this machine; nil where none is set.
  private let price: Double?

  init(_ plan: Plan) { (self.plan, price) = (plan, plan.price) }

  func rendered(on screen: Screen) -> String {
    func text(_ value: Double?, _ format: (Double) -> String) -> String { value.map(format) ?? "?" }
    let stages = plan.stages
    if stages.isEmpty { return "nothing to run: the value is there, or made by the cell that named it\n" }
    // Where nothing has run there is nothing to compare with.
    let isPast = plan.past != nil
    func past(_ format: @escaping (Plan.Past) -> String?) -> [String] {
      stages.map { $0.past.flatMap(format) ?? "" }
    }
    let table = Table(
      columns: [
        .init("stage", cells: stages.map(\.text)),
        .init("", cells: stages.map(state)),
        .init(
          "rows", alignRight: true, cells: stages.map { text($0.estimate.rows) { Figures.count(Int($0.rounded())) } }),
        .init(
          "tokens", alignRight: true,
          cells: stages.map { text($0.estimate.tokens) { Figures.count(Int($0.rounded())) } }),
        .init(
          isPast ? "estimate" : "time", alignRight: true,
          cells: stages.map { text($0.past.map(\.expected.seconds) ?? $0.estimate.seconds, Figures.duration) }),
      ]
        + (isPast ? [.init("took", alignRight: true, cells: past { Figures.duration($0.seconds) })] : [])
        + [
          .init(
            "memory", alignRight: true,
            cells: stages.map { stage in stage.estimate.memory.map { Figures.bytes(Int($0)) } ?? "" })
        ]
        + (isPast
          ? [.init("peak", alignRight: true, cells: past { $0.compute?.peakBytes.map { Figures.bytes($0) } })] : []))
    var lines: [String] = []
    var sum =
      plan.seconds.map { "About \(Figures.duration($0)) for what is not remembered" } ?? "The time is not known yet"
    if let price, let seconds = plan.seconds { sum += ": \(Figures.money(seconds, perHour: price))" }
    sum += " · \(plan.threads) thread\(plan.threads == 1 ? "" : "s")"
    if let memory = plan.memory {
      sum += " · \(Figures.bytes(Int(memory))) of the \(Figures.bytes(plan.memoryBudget)) that this job may use"
      if Int(memory) > plan.memoryBudget { sum += ": too much" }
    }
    lines.append(sum)
    if let past = plan.past {
      var took = "What is remembered took \(Figures.duration(past.seconds))"
      if let expected = past.expected { took += ", expected now: \(Figures.duration(expected))" }
      if past.operations > 0 { took += " · \(Figures.operations(past.operations))" }
      if let price { took += " · \(Figures.money(past.seconds, perHour: price))" }
      lines.append(took)
    }
    if let reasons { lines.append(reasons) }
    lines += plan.notes
    // They follow the table, without the empty line that a block of text begins with.
    return table.rendered(on: screen) + BlockLayout(screen).render(StageBlock(text: lines)).dropFirst()
  }

  /// Why stages are not remembered: neighbours with the same reason together.
  private var reasons: String? {
    var groups: [(stages: [String], reason: String)] = []
    for stage in plan.stages {
      guard let reason = stage.reason else { continue }
      if groups.last?.reason == reason {
        groups[groups.count - 1].stages.append("`\(stage.name)`")
      } else {
        groups.append((["`\(stage.name)`"], reason))
      }
    }
    if groups.isEmpty { return nil }
    return "Not remembered: "
      + groups.map { "\($0.stages.joined(separator: ", ")): \($0.reason)" }.joined(separator: " · ")
  }

  private func state(_ stage: Plan.Stage) -> String {
    if stage.isRemembered { return "remembered" }
    if stage.isBegun { return "resumes" }
    return stage.effect == .effectful ? "always runs" : "runs"
  }

  var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    func past(_ past: Plan.Past?) -> JSONValue {
      guard let past else { return .null }
      return .object([
        "seconds": .number(past.seconds), "expected_seconds": number(past.expected.seconds),
        "expected_rows": number(past.expected.rows), "expected_tokens": number(past.expected.tokens),
        "expected_memory": number(past.expected.memory), "operations": number(past.compute?.operations),
        "peak_memory": (past.compute?.peakBytes).map { .integer($0) } ?? .null,
      ])
    }
    return .object([
      "stages": .array(
        plan.stages.map { stage in
          .object([
            "stage": .string(stage.text), "remembered": .bool(stage.isRemembered), "begun": .bool(stage.isBegun),
            "rows": number(stage.estimate.rows),
            "tokens": number(stage.estimate.tokens), "seconds": number(stage.estimate.seconds),
            "memory": number(stage.estimate.memory), "past": past(stage.past),
            "reason": stage.reason.map { .string($0) } ?? .null,
            "digest": stage.key.map { .string($0.description) } ?? .null,
          ])
        }),
      "seconds": number(plan.seconds), "memory": number(plan.memory), "threads": .integer(plan.threads),
      "memory_budget": .integer(plan.memoryBudget), "notes": .array(plan.notes.map { .string($0) }),
    ])
  }
}
