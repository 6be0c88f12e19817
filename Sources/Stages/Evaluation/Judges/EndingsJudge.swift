import Documents

/// How many greedy answers come to an end by themselves: see `GreedyEndings`.
struct EndingsJudge: EvaluationJudge {
  let name = "endings"
  let settings = ["template", "seed", "precision"]

  func judge(_ models: JudgedModels) throws -> Judgement? {
    guard let heldOut = models.heldOut else { return nil }
    let endings = try GreedyEndings(heldOut.heldOut, heldOut.template, models.context)
    let tuned = try endings.count(directory: models.tuned.directory)
    let base = try models.base.map { try endings.count(directory: $0.directory) }
    return Judgement(
      lines: [endings.sentence(tuned: tuned, base: base)], data: ["ended": endings.json(tuned: tuned, base: base)])
  }
}
