import Diagnostics
import Digests
import Documents
import Pipeline
import Stages

/// What `explain` shows: a line per stage, then the machine and the bill.
struct PlanView {
  let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  func rendered(on screen: Screen) -> String {
    func text(_ value: Double?, _ format: (Double) -> String) -> String { value.map(format) ?? "?" }
    let stages = plan.stages
    let table = Table(columns: [
      .init("stage", cells: stages.map(\.text)),
      .init("", cells: stages.map(state)),
      .init(
        "rows", alignRight: true, cells: stages.map { text($0.estimate.rows) { Figures.count(Int($0.rounded())) } }),
      .init(
        "tokens", alignRight: true, cells: stages.map { text($0.estimate.tokens) { Figures.count(Int($0.rounded())) } }),
      .init(
        "time", alignRight: true,
        cells: stages.map { $0.isRemembered ? "" : text($0.estimate.seconds, Figures.duration) }),
      .init(
        "memory", alignRight: true,
        cells: stages.map { stage in stage.estimate.memory.map { Figures.bytes(Int($0)) } ?? "" }),
    ])
    var lines: [String] = []
    var sum =
      plan.seconds.map { "About \(Figures.duration($0)) for what is not remembered" } ?? "The time is not known yet"
    sum += " · \(plan.threads) thread\(plan.threads == 1 ? "" : "s")"
    if let memory = plan.memory {
      sum += " · \(Figures.bytes(Int(memory))) of the \(Figures.bytes(plan.memoryBudget)) that this job may use"
      if Int(memory) > plan.memoryBudget { sum += ": too much" }
    }
    lines.append(sum)
    lines += plan.notes
    // They follow the table, without the empty line that a block of text begins with.
    return table.rendered(on: screen) + BlockLayout(screen).render(StageBlock(text: lines)).dropFirst()
  }

  private func state(_ stage: Plan.Stage) -> String {
    if stage.isRemembered { return "remembered" }
    return stage.effect == .effectful ? "always runs" : "runs"
  }

  var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return .object([
      "stages": .array(
        plan.stages.map { stage in
          .object([
            "stage": .string(stage.text), "remembered": .bool(stage.isRemembered), "rows": number(stage.estimate.rows),
            "tokens": number(stage.estimate.tokens), "seconds": number(stage.estimate.seconds),
            "memory": number(stage.estimate.memory),
            "digest": stage.key.map { .string($0.description) } ?? .null,
          ])
        }),
      "seconds": number(plan.seconds), "memory": number(plan.memory), "threads": .integer(plan.threads),
      "memory_budget": .integer(plan.memoryBudget), "notes": .array(plan.notes.map { .string($0) }),
    ])
  }
}
