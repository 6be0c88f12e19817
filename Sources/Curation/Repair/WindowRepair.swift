/// Prose around the code, and fences within it.
struct WindowRepair: CodeRepair {
  let name = "without the prose around it"

  private static let most = 16

  func candidates(_ code: BrokenCode) -> [[String]] {
    let lines = code.lines
    var result: [[String]] = []
    let unfenced = lines.filter { !$0.trimmingPrefix { $0.isWhitespace }.hasPrefix("```") }
    if unfenced.count < lines.count { result.append(unfenced) }
    // Prose is a paragraph: it ends, or begins, at an empty line.
    let breaks = lines.indices.filter { lines[$0].allSatisfy(\.isWhitespace) }
    let starts = [0] + breaks.prefix(Self.most).map { $0 + 1 }
    let ends = [lines.count] + breaks.suffix(Self.most).reversed()
    var windows: [(start: Int, end: Int)] = []
    for start in starts {
      for end in ends where start < end && end - start < lines.count { windows.append((start, end)) }
    }
    windows.sort { ($1.end - $1.start, $0.start) < ($0.end - $0.start, $1.start) }
    result += windows.prefix(2 * Self.most).map { Array(lines[$0.start..<$0.end]) }
    return result
  }
}
