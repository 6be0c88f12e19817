public import Work

/// Makes something of the texts of each block of rows, here or in other processes: asked between blocks whether to stop, it hands over
/// what it made of each, in whichever order.
public typealias TextPasses<Made> = (
  _ blocks: [Range<Int>], _ here: (Range<Int>) -> [Made], _ shouldStop: () throws -> Bool,
  _ each: (Int, [Made]) throws -> Void
) throws -> Void

/// Rows in blocks, for work that depends on one row at a time.
enum TextBlocks {
  /// Few enough rows that an interruption is heard soon, and enough that all threads have something to do.
  private static let rows = 2_048
  /// Where others take part: small enough that nobody waits long for the last.
  private static let sharedRows = 512

  /// What `here` makes of all rows, in their order.
  /// - Parameter passes: who does it; nil, and of few rows: this process.
  /// - Throws: `Interrupted`; what `passes` throws.
  static func all<Made>(
    _ count: Int, label: String, work: Work, passes: TextPasses<Made>?, here: (Range<Int>) -> [Made]
  ) throws -> [Made] {
    let others = count >= 4 * sharedRows ? passes : nil
    let size = others == nil ? rows : sharedRows
    let blocks = stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    var made = [[Made]](repeating: [], count: blocks.count)
    var done = 0
    func shouldStop() throws -> Bool {
      try work.checkCancellation(done: done, total: count, of: "rows read")
      return false
    }
    func report() {
      work.progress(WorkProgress(label: label, done: Double(done), total: Double(count), unit: "rows"))
    }
    func each(_ block: Int, _ values: [Made]) {
      made[block] = values
      done += blocks[block].count
      report()
    }
    report()
    if let others {
      try others(blocks, here, shouldStop, each)
    } else {
      for (place, block) in blocks.enumerated() {
        _ = try shouldStop()
        each(place, here(block))
      }
    }
    try work.checkCancellation()
    return Array(made.joined())
  }
}
