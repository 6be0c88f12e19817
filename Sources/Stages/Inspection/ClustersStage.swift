import Documents
import Pipeline
import Rows

/// `clusters`: what the clusters of a selection are about, and how much of each was taken.
struct ClustersStage: StageDefinition {
  let signature = Signature(
    "clusters", input: [.rows], output: .type(.report),
    needs: ["cluster", "question"],
    help: "Each cluster: its size, the share taken, its words, a typical row",
    examples: [
      "load | score complexity | select diverse 10% | clusters",
      "load | sample 60 | score complexity | select diverse 40% clusters 4 | clusters",
      "load | sample 60 | score complexity | select diverse 40% clusters 3 | clusters | sort taken desc",
    ],
    related: ["select", "why", "plot", "count"])

  private static let outcome: [(name: String, kind: ColumnKind)] = [
    ("cluster", .integer), ("rows", .integer), ("kept", .integer), ("taken", .number), ("words", .text),
    ("typical", .integer),
    ("question", .text),
  ]

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    ColumnSet(Self.outcome.map { ColumnInfo($0.name, $0.kind) })
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let table = try ClusterTable(input.asRows("clusters").rows, context)
    return StageResult(
      ReportValue(
        title: table.title, columns: Self.outcome.map { ($0.name, isNumeric: $0.kind.isNumeric) },
        cells: table.lines.map(\.cells), data: .array(table.lines.map(\.json))))
  }
}
