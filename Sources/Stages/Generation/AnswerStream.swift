import LanguageModel
import Tokenization

/// Shows answers while they are made: one after the other, although they are made side by side, and never a text that
/// may turn out to be a stop string. Used on the thread that generates.
final class AnswerStream {
  private struct Part {
    var title: String?
    var decoder: StreamingDecoder
    /// All of it so far.
    var text: [UInt8] = []
    /// How much of it may be shown.
    var ready = 0
    var isWhole = false
  }

  private let tokenizer: Tokenizer
  private let stop: StopStrings
  private let show: (String) -> Void
  private var parts: [Part]
  /// The part that is being shown, and how far.
  private var current = 0
  private var shown = 0
  private var isInLine = false

  /// - Parameter titles: of each answer the line above it; nil: none.
  init(titles: [String?], _ tokenizer: Tokenizer, stop: StopStrings, show: @escaping (String) -> Void) {
    self.tokenizer = tokenizer
    self.stop = stop
    self.show = show
    parts = titles.map { Part(title: $0, decoder: StreamingDecoder(tokenizer)) }
  }

  func token(_ id: Int32, of index: Int) {
    guard !parts[index].isWhole, !tokenizer.isSpecial(id) else { return }
    parts[index].text += Array(parts[index].decoder.append(id).utf8)
    let text = parts[index].text
    parts[index].ready = stop.firstMatch(in: text) ?? text.count - stop.possibleBeginning(of: text)
    advance()
  }

  /// The whole text of an answer that is done.
  func whole(_ text: String, of index: Int) {
    parts[index].text = Array(text.utf8)
    parts[index].ready = parts[index].text.count
    parts[index].isWhole = true
    advance()
  }

  /// Ends the line that is being written.
  func close() {
    if isInLine { show("\n") }
    isInLine = false
  }

  private func advance() {
    while current < parts.count {
      let part = parts[current]
      if let title = part.title, part.ready > 0 || part.isWhole {
        show((current > 0 ? "\n" : "") + title + "\n")
        parts[current].title = nil
      }
      if part.ready > shown {
        show(String(decoding: part.text[shown..<part.ready], as: UTF8.self))
        isInLine = part.text[part.ready - 1] != UInt8(ascii: "\n")
        shown = part.ready
      }
      guard part.isWhole else { return }
      close()
      current += 1
      shown = 0
    }
  }
}
