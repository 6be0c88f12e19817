import Diagnostics
public import Pipeline
import Stages

/// Lays out what stages print, as first_screen.md shows it: a title column, facts, the time at the right, and the second
/// half of a line under the ninth column where the screen is narrow.
public struct BlockLayout: Sendable {
  /// Columns of the title; facts begin in the ninth.
  public static let titleColumns = 8
  /// The layout is made for this many columns; a wider terminal does not stretch it.
  public static let designWidth = 100

  /// What the blocks are laid out for.
  public let screen: Screen
  private var width: Int { min(screen.width, BlockLayout.designWidth) }

  /// A layout for this screen.
  public init(_ screen: Screen) { self.screen = screen }

  /// The block's lines, each with its newline. A `text` block begins with an empty line.
  /// - Parameters:
  ///   - remembered: says so where the time would stand.
  ///   - clock: put before the first line, where no terminal shows when it appeared.
  public func render(_ block: StageBlock, remembered: Bool = false, clock: String? = nil) -> String {
    guard let clock else { return render(block, remembered) }
    let lines = render(block, remembered).split(separator: "\n", omittingEmptySubsequences: false)
    var stamp: String? = clock
    return lines.map { line in
      guard !line.isEmpty else { return "" }
      defer { stamp = nil }
      return (stamp ?? String(repeating: " ", count: clock.count)) + " " + line
    }.joined(separator: "\n")
  }

  private func render(_ block: StageBlock, _ remembered: Bool) -> String {
    let isStage = block.style == .stage
    var out = isStage ? "" : "\n"
    for (index, line) in (block.lines.isEmpty ? [StageBlock.Line("")] : block.lines).enumerated() {
      let seconds = line.seconds ?? (index == 0 ? block.seconds : nil)
      // A title longer than its column pushes its first line, never the others.
      let title = isStage && index == 0 ? Text.padded(shown(block.title), to: BlockLayout.titleColumns - 1) + " " : ""
      let time = remembered && isStage && index == 0 ? "remembered" : seconds.map { Figures.duration($0) } ?? ""
      out += render(line, title: title, lead: isStage && index > 0 ? BlockLayout.indent : title, time: time)
    }
    return out
  }

  /// What goes on under a line begins in the ninth column, in blocks of both styles.
  private static let indent = String(repeating: " ", count: titleColumns)

  private func render(_ line: StageBlock.Line, title: String, lead: String, time: String) -> String {
    let room = width - Text.width(lead) - (time.isEmpty ? 0 : Text.width(time) + 1)
    let others = width - BlockLayout.titleColumns
    let first = shown(line.first)
    let second = shown(line.second)
    var pieces: [String]
    if second.isEmpty || Text.width(first + second) <= room {
      pieces = wrapped(first + second, first: room, others: others)
    } else {
      pieces = wrapped(first, first: room, others: others)
      pieces += wrapped(String(withoutSeparator(second)), first: others, others: others)
    }
    var out = ""
    for (index, piece) in pieces.enumerated() {
      guard index == 0 else {
        out += trimmed(BlockLayout.indent + piece) + "\n"
        continue
      }
      let used = Text.width(lead) + Text.width(piece) + Text.width(time)
      let fill = time.isEmpty ? "" : String(repeating: " ", count: max(1, width - used))
      out +=
        trimmed(screen.styled(lead, .title, unless: title.isEmpty) + piece + fill + screen.styled(time, .dim)) + "\n"
    }
    return out
  }

  private func shown(_ text: String) -> String {
    let safe = DisplayText.escaped(text)
    return screen.unicode ? safe : Text.ascii(safe)
  }

  private var separator: String { screen.unicode ? " · " : " - " }

  /// A second half that begins a line of its own: a `·` or a comma says nothing there, a `+` does.
  private func withoutSeparator(_ text: String) -> Substring {
    if text.hasPrefix(separator) { return text.dropFirst(separator.count) }
    return text.hasPrefix(", ") ? text.dropFirst(2) : text.drop { $0 == " " }
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  /// Breaks a line that is too long at a separator of facts, else at a space, else anywhere. A separator at a break is
  /// dropped: the line end says as much.
  private func wrapped(_ text: String, first: Int, others: Int) -> [String] {
    var pieces: [String] = []
    var rest = text
    while true {
      let room = max(16, pieces.isEmpty ? first : others)
      guard Text.width(rest) > room else {
        pieces.append(rest)
        return pieces
      }
      let head = Text.prefix(rest, columns: room)
      // A fact boundary in the first third would leave the line nearly empty: a space is better there.
      if let cut = lastRange(of: separator, in: rest, within: head), Text.width(rest[..<cut.lowerBound]) * 3 >= room {
        pieces.append(String(rest[..<cut.lowerBound]))
        rest = String(rest[cut.upperBound...])
      } else if let space = head.lastIndex(of: " "), head.distance(from: head.startIndex, to: space) > 0 {
        pieces.append(String(head[..<space]))
        rest = String(rest.dropFirst(head[...space].count))
      } else {
        pieces.append(head)
        rest = String(rest.dropFirst(max(1, head.count)))
      }
    }
  }

  /// The last separator of `text` whose left side fits into `head`.
  private func lastRange(of separator: String, in text: String, within head: String) -> Range<String.Index>? {
    var found: Range<String.Index>?
    var start = text.startIndex
    while let range = text.range(of: separator, range: start..<text.endIndex) {
      if text.distance(from: text.startIndex, to: range.lowerBound) > head.count { break }
      found = range
      start = range.upperBound
    }
    return found
  }
}

extension String {
  /// The first place of `needle` (exact characters) inside `range`.
  fileprivate func range(of needle: String, range: Range<Index>) -> Range<Index>? {
    var place = range.lowerBound
    while place < range.upperBound {
      if self[place..<range.upperBound].hasPrefix(needle) { return place..<index(place, offsetBy: needle.count) }
      place = index(after: place)
    }
    return nil
  }
}
