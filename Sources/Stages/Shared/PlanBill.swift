import Pipeline

/// What `explain` says below its table: the bill before the time is spent.
enum PlanBill {
  static func notes(_ plan: Plan, _ context: RunContext) throws -> [String] {
    let likeness = try PlanLikeness.notes(plan, context)
    let choosing = plan.stages.filter { $0.estimate.purpose == .choosing && !$0.isRemembered }
    guard let tune = plan.stages.last(where: { $0.calls(TuneStage.self) }), let tuning = tune.estimate.seconds else {
      return likeness
    }
    func money(_ seconds: Double) -> String {
      context.settings.price.map { ": \(Figures.money(seconds, perHour: $0))" } ?? ""
    }
    var notes: [String] = []
    let known = choosing.compactMap(\.estimate.seconds)
    let spent = known.reduce(0, +)
    if spent > 0 {
      notes.append(
        "Choosing costs about \(Figures.estimate(spent)), tuning \(Figures.estimate(tuning))\(money(spent + tuning)).")
      // What entered the selection, tuned at the same speed for as many epochs.
      if let select = plan.stages.firstIndex(where: { $0.choice != .notAtAll && $0.estimate.purpose == .choosing }),
        select > 0,
        let pool = plan.stages[select - 1].estimate.tokens, let chosen = plan.stages[select].estimate.tokens, chosen > 0
      {
        let all = tuning * pool / chosen
        if all > 0 {
          let part = (spent + tuning) / all
          notes.append(
            part >= 1
              ? "The same time would tune all rows."
              : "The same time would tune \(Figures.percent(part)) taken at random.")
        }
      }
    }
    if spent == 0, context.settings.price != nil { notes.append("Tuning costs about \(money(tuning).dropFirst(2)).") }
    if plan.stages.contains(where: { $0.choice == .byScore }), plan.stages.last?.calls(TuneStage.self) == true {
      notes.append(
        tuning <= context.settings.ask
          ? "A random control of as many learned tokens follows, about \(Figures.estimate(tuning)) more, where rows are held out."
          : "A random control would take about \(Figures.estimate(tuning)) more: `tune … control 1` runs it.")
    }
    return likeness + notes
  }
}
