import Curation
import Documents
import Pipeline
import Rows
import Work

/// The clusters of a selection: what they are about, and how much of each was taken.
struct ClusterTable {
  let title: String
  let lines: [Line]

  /// - Parameters:
  ///   - kept: rows with a column `cluster`.
  ///   - context: of a stage that they enter.
  init(_ kept: Rows, _ context: RunContext) throws {
    let pool = try Self.pool(of: kept, context)
    guard let labels = pool.column("cluster")?.doubles else { throw InternalError("`cluster` is not a number") }
    let places = (0..<pool.count).filter { labels[$0].isFinite }
    // By their numbers, without the gaps that `where` may have left.
    let numbers = Set(places.map { Int(labels[$0]) }).sorted()
    let order = Dictionary(uniqueKeysWithValues: zip(numbers, numbers.indices))
    let groups = places.map { order[Int(labels[$0])] ?? 0 }
    let words = DistinctiveWords.of(places.map { pool.question($0) ?? [] }, groups: groups, most: 5)
    let chosen = Set(kept.rowNumbers)
    var lines: [Line] = []
    for (group, number) in numbers.enumerated() {
      try context.work.checkCancellation(done: group, total: numbers.count, of: "clusters")
      let members = zip(places, groups).filter { $0.1 == group }.map(\.0)
      let typical = Self.typical(members, pool)
      lines.append(
        Line(
          number: number, rows: members.count, kept: members.count { chosen.contains(pool.rowNumbers[$0]) },
          words: words[group], typical: pool.rowNumbers[typical],
          question: String(decoding: pool.question(typical) ?? [], as: UTF8.self)))
    }
    let most = lines.max { $0.share < $1.share }
    let least = lines.min { $0.share < $1.share }
    var title = "\(lines.count) clusters of \(Figures.rows(places.count))"
    if let most, let least, lines.contains(where: { $0.kept < $0.rows }) {
      title +=
        " · taken: \(Figures.percent(least.share, 1)) of cluster \(least.number) to \(Figures.percent(most.share, 1)) "
        + "of cluster \(most.number)"
    }
    (self.title, self.lines) = (title, lines)
  }

  /// One cluster.
  struct Line {
    let number, rows, kept: Int
    let words: [String]
    let typical: Int
    let question: String

    var share: Double { Double(kept) / Double(rows) }

    var cells: [String] {
      [
        "\(number)", Figures.count(rows), Figures.count(kept), Figures.percent(share, 1), words.joined(separator: ", "),
        "\(typical)", question,
      ]
    }

    var json: JSONValue {
      .object(
        JSONObject([
          ("cluster", .integer(Int64(number))), ("rows", .integer(Int64(rows))), ("kept", .integer(Int64(kept))),
          ("taken", .number(share)), ("words", .array(words.map { .string($0) })),
          ("typical", .integer(Int64(typical))),
          ("question", .string(question)),
        ]))
    }
  }

  /// What the clusters were made of: the rows that entered the selection behind these, or these themselves.
  private static func pool(of kept: Rows, _ context: RunContext) throws -> Rows {
    for step in try RowHistory(context).steps.reversed() {
      guard let before = step.before, let after = step.after, after.rows.hasColumn("cluster"),
        !before.rows.hasColumn("cluster"),
        let select = context.definition(of: step.stage.call) as? SelectStage
      else { continue }
      return try select.decide(step.stage.call, on: before, context: context.context(of: step.stage)).prepared.value
        .rows
    }
    return kept
  }

  /// The member nearest to the middle of its cluster; without embeddings that of middle length.
  private static func typical(_ members: [Int], _ rows: Rows) -> Int {
    guard case .vector(let vectors)? = rows.column("embedding") else {
      let byLength = members.sorted { (rows.question($0)?.count ?? 0, $0) < (rows.question($1)?.count ?? 0, $1) }
      return byLength[byLength.count / 2]
    }
    var mean = [Float](repeating: 0, count: vectors.dimension)
    let own = members.map { vectors[$0] ?? mean }
    for vector in own { for at in mean.indices { mean[at] += vector[at] / Float(own.count) } }
    func distance(_ vector: [Float]) -> Float { zip(vector, mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    let distances = own.map(distance)
    return members[distances.indices.min { (distances[$0], $0) < (distances[$1], $1) } ?? 0]
  }
}
