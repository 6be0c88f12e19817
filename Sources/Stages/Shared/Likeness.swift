import Curation
import Digests
import Documents
import Foundation
import Numerics
import Pipeline
import Rows

/// How alike the rows to choose from and the target are, in a sentence that says what follows: whether a choice toward the
/// target can pay, before anybody pays for one.
struct Likeness {
  private let likeness: PoolLikeness
  /// Rows of the pool that were looked at; fewer than it has where it is large.
  private let looked: Int
  private let pool: Int

  /// More rows say the same to a percent or two, and take longer than a glance may.
  private static let mostPool = 2_000
  private static let mostTarget = 200
  private static let version = "likeness 1"

  /// nil where no target is held out, or nothing can be said of it: one row, or no words.
  ///
  /// Remembered by what the looked-at rows and the target's say.
  /// - Throws: `Interrupted`, `StoreError`.
  init?(of value: RowsValue, context: RunContext) throws {
    guard let target = value.heldOut?.target, target.count > 1, value.rows.count > 0 else { return nil }
    let rows = Self.drawn(value.rows, Self.mostPool, context.seed)
    let asked = Self.drawn(target, Self.mostTarget, context.seed)
    pool = value.rows.count
    looked = rows.count
    var builder = ContentDigest.Builder()
    builder.update(Self.version)
    builder.update(String(context.seed))
    for part in [rows, asked] {
      builder.update(part.count)
      for row in 0..<part.count { builder.update(part.contentKey(of: row)) }
    }
    do {
      likeness = try context.remembered("likeness", builder.finalize()) {
        try PoolLikeness(target: RowTexts(asked), pool: RowTexts(rows), seed: context.seed, work: context.work)
      }
    } catch is LexicalRatio.NoWords {
      return nil
    }
  }

  private static func drawn(_ rows: Rows, _ most: Int, _ seed: UInt64) -> Rows {
    guard rows.count > most else { return rows }
    var generator = SeededGenerator(seed: seed, stream: "likeness rows")
    return rows.taking(generator.permutation(rows.count).prefix(most).sorted())
  }

  /// What follows from the likeness.
  enum Finding: String {
    /// The pool holds the task among much else: what a choice is for.
    case choiceCanPay = "can pay"
    /// The pool is like the target.
    case poolIsAlike = "alike"
    /// The pool holds next to nothing of the task.
    case littleOfTask = "little of the task"
  }

  /// By both measures, since either alone takes some cases for others. With the seeds 42 to 45 they were:
  ///
  /// | pool, target | near | lexical less chance | |
  /// | --- | --- | --- | --- |
  /// | teaching, codegen, evol; T drawn from the pool | 38 to 66% | −0.04 to 0.05 | nothing beat random |
  /// | codegen-instruct, T mentions Python | 16 to 38% | 0.29 to 0.53 | a choice was worth 4 times the tokens |
  /// | mixed set, its own target | 4.7% | 0.15 to 0.19 | words: 0.12 nats below random |
  /// | evol-codealpaca, T mentions SQL | 2.5% | 0.93 | |
  /// | teaching, T on other topics | 1.2% | 0.25 | rows of T itself were worth several times what a choice was |
  var finding: Finding {
    guard let near = likeness.nearShare else { return .poolIsAlike }
    let excess = likeness.lexical - (likeness.lexicalByChance ?? likeness.lexical)
    if near >= Self.alike || excess < Self.excess { return .poolIsAlike }
    return near < Self.little ? .littleOfTask : .choiceCanPay
  }

  /// Of rows drawn from one text, half are as near as the median.
  private static let alike = 0.5
  private static let excess = 0.1
  private static let little = 0.02

  /// Whole sentences.
  var lines: [String] {
    guard let near = likeness.nearShare else { return [] }
    let share = Figures.percent(near, near < 0.1 ? 1 : 0)
    let fact = "\(share) of the pool is as near to the target as its own rows are to each other: "
    let consequence =
      switch finding {
      case .choiceCanPay: "selecting toward it can pay off."
      case .poolIsAlike: "the pool is like the target, so selection can hardly pay off."
      case .littleOfTask:
        "it holds little of the task. Rows of the task itself, as `append target` adds them, are worth more than any selection."
      }
    var ratio = "Lexical ratio of the target to the pool: \(Figures.fixed(likeness.lexical, 2)) nats per word"
    if let chance = likeness.lexicalByChance { ratio += ", by chance \(Figures.fixed(chance, 2))" }
    if looked < pool { ratio += "; of \(Figures.count(looked)) rows of the pool, drawn at random" }
    return [fact + consequence, ratio + "."]
  }

  var json: JSONValue {
    .object(
      JSONObject([
        ("finding", .string(finding.rawValue)), ("near_share", likeness.nearShare.map { .number($0) } ?? .null),
        ("lexical_ratio", .number(likeness.lexical)),
        ("lexical_ratio_by_chance", likeness.lexicalByChance.map { .number($0) } ?? .null),
        ("rows", .integer(Int64(looked))),
      ]))
  }
}
