import Pipeline

/// What stages printed, without what is measured of a run: times, speeds, memory, threads, and what was remembered.
struct PrintedFigures {
  /// A line, and the title of the block in which it stands.
  struct Line: Hashable {
    var title: String
    var text: String
  }

  let lines: [Line]

  /// Of the stages alone: a bill is measured, and a verdict is compared as data.
  /// - Parameter titles: of stages that are not run again.
  init(_ blocks: [StageBlock], without titles: Set<String>) {
    lines = blocks.filter { $0.style == .stage && !titles.contains($0.title) }.flatMap { block in
      block.lines.map { Line(title: block.title, text: Self.unmeasured($0.first + $0.second)) }
    }.filter { !$0.text.isEmpty }
  }

  /// The first line that is not the same in both.
  func difference(from other: PrintedFigures) -> (title: String, then: String, now: String)? {
    for place in 0..<max(lines.count, other.lines.count) {
      let then = place < lines.count ? lines[place] : nil
      let now = place < other.lines.count ? other.lines[place] : nil
      if then != now { return (then?.title ?? now?.title ?? "", then?.text ?? "(nothing)", now?.text ?? "(nothing)") }
    }
    return nil
  }

  private static func unmeasured(_ line: String) -> String {
    if line.hasSuffix("scored before") { return "" }
    return line.replacing(
      #/\b[\d,.]+ ?(tokens\/s|tok\/s|ms|s|m\d\ds|h\d\dm|B|kB|MB|GB|TB|threads?)(?![A-Za-z\/])/#, with: "…")
  }
}
