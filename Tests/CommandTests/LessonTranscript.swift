/// What a lesson's run prints, without what depends on the machine or the time: seconds, speeds, bytes, operations, what follows from
/// them, and where lines are broken because of their widths.
enum LessonTranscript {
  /// The text to compare; a newline ends every line.
  static func neutral(_ output: String) -> String {
    var lines: [String] = []
    // A block begins with the time of day; lines that go on stand below its words.
    var block: String?
    func end() {
      if let words = block.flatMap(told) { lines.append(words) }
      block = nil
    }
    for line in output.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) {
      if let match = line.wholeMatch(of: #/\d\d:\d\d:\d\d (.*)/#) {
        end()
        block = String(match.1)
      } else if let words = block, line.hasPrefix("         ") {
        block = words + " " + line
      } else {
        end()
        if let words = plain(line) { lines.append(words) }
      }
    }
    end()
    return lines.map { $0 + "\n" }.joined()
  }

  /// A stage's summary.
  private static func told(_ block: String) -> String? {
    // Of a slow run, how far it is.
    if block.contains(#/\d of \d+ .*left/#) || block.contains(#/^\w+ +\d[\d,]* of \d/#) { return nil }
    // What to type next depends on how long it would take.
    if block.hasPrefix("next ") { return nil }
    let block = block.replacing(#/(^|\s+)Bill .*/#, with: " Bill")
    var words = measured(block.replacing("remembered", with: "").replacing("·", with: " "), as: "")
    words = words.replacing(#/\(\+?\)/#, with: "").replacing(#/\d[\d,.]*[KM]? tokens\/s/#, with: "")
    return spaced(words.replacing(#/\d+ threads?/#, with: "threads").replacing(#/ in ,/#, with: ","))
  }

  /// A line of a value.
  private static func plain(_ line: String) -> String? {
    if line.hasPrefix("cact ") { return nil }
    // What a plan adds up, of which the time decides what is said.
    for start in [
      "About ", "What is remembered took", "Not remembered: ", "Choosing ", "Tuning costs ", "The same time ",
      "A random control ",
      "Model in ",
    ] where line.hasPrefix(start) { return nil }
    if line.hasSuffix("that this job may use") { return nil }
    return spaced(measured(line, as: "T"))
  }

  private static func measured(_ text: String, as time: String) -> String {
    text.replacing("cact-4m", with: "cact-4M").replacing(
      #/\b\d+h\d\dm\b|\b\d+m\d\ds\b|\b\d+(\.\d+)?(s|m|h)\b/#, with: time
    )
    .replacing(#/\b[\d.]+ [kKMGT]?B\b/#, with: "M").replacing(#/\b[\d.]+ [MGTP]FLOP\b/#, with: "F")
  }

  private static func spaced(_ text: String) -> String {
    text.split(separator: " ").joined(separator: " ")
  }
}
