import Documents
import Pipeline

/// What a search will run: fixed before its first model, so that the clock never changes the answer.
struct OptimizePlan: Codable {
  /// Names of the recipes that are tried, in order.
  var recipes: [String]
  /// Parts of the budget, one rung after the other; the last is the whole.
  var rungs: [Double]
  /// Random draws at the whole budget.
  var draws: Int
  /// Times as many steps that the rows which came out are given at the end.
  var longer: [Double]
  /// Times the budget that random rows are given at the end, if a choice came out: what it is worth in rows.
  var larger: [Double]
  /// What there was no time for, in words.
  var omitted: [String] = []

  /// How many recipes reach each rung, the first being all: a quarter of the budget for all, half for four, all for two.
  static let places: [Double: Int] = [0.5: 4, 1: 2]

  /// Everything that is asked for.
  /// - Parameter share: of the learned tokens that enter; nil where it is not known.
  init(recipes: [String], draws: Int, share: Double?) {
    self.recipes = recipes
    self.draws = draws
    rungs = [0.25, 0.5, 1]
    longer = [2, 4]
    larger = [2, 4].filter { (share ?? 0) * $0 <= 1 }
    trimRungs()
  }

  /// A rung that drops nobody is none.
  private mutating func trimRungs() {
    let count = recipes.count
    rungs = rungs.filter { $0 == 1 || count > (Self.places[$0 * 2] ?? 0) }
  }

  /// Models of a rung beside its recipes: random rows, and random rows with the target's where they are the last.
  private func baselines(_ rung: Double, hasTarget: Bool) -> Int { rung == 1 ? draws + (hasTarget ? 1 : 0) : 1 }

  /// Recipes that a rung runs.
  func entrants(_ rung: Double) -> Int {
    rung == rungs.first ? recipes.count : min(recipes.count, Self.places[rung] ?? recipes.count)
  }

  /// Models weighed by their tokens, in models of the whole budget: those that are made whatever comes out.
  func weight(hasTarget: Bool) -> Double {
    rungs.reduce(0) { $0 + $1 * Double(entrants($1) + baselines($1, hasTarget: hasTarget)) } + longer.reduce(0, +)
  }

  /// Of those that are made only where a choice comes out: random rows at equal steps and with steps in proportion.
  var weightOfChoice: Double { larger.reduce(0) { $0 + 2 * $1 } }

  func models(hasTarget: Bool) -> Int {
    rungs.reduce(0) { $0 + entrants($1) + baselines($1, hasTarget: hasTarget) } + longer.count
  }

  var modelsOfChoice: Int { 2 * larger.count }

  /// Leaves out what there is no time for, the dearest and least telling first.
  /// - Parameters:
  ///   - limit: seconds.
  ///   - cost: seconds of choosing by each recipe, of its own alone.
  ///   - estimate: seconds of a plan.
  mutating func fit(
    _ limit: Double, keeping: Set<String>, cost: (String) -> Double, estimate: (OptimizePlan) throws -> Double?
  ) rethrows {
    func fits(_ plan: OptimizePlan) throws -> Bool { try estimate(plan).map { $0 <= limit } ?? true }
    if try fits(self) { return }
    if !larger.isEmpty {
      omitted.append("random rows at \(larger.map { "\(Int($0))" }.joined(separator: " and ")) times the budget")
    }
    larger = []
    if try fits(self) { return }
    if !longer.isEmpty { omitted.append("more steps") }
    longer = []
    while try !fits(self) {
      let rest = recipes.filter { !keeping.contains($0) }
      // Of those that cost alike the last.
      guard let dearest = rest.reversed().max(by: { cost($0) < cost($1) }) else { break }
      recipes.removeAll { $0 == dearest }
      omitted.append(dearest)
      trimRungs()
    }
    if try !fits(self), draws > 3 {
      omitted.append("\(draws - 3) of \(draws) random draws")
      draws = 3
    }
  }
}
