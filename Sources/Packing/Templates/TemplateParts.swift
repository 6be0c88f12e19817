public import Rows
public import Tokenization

/// A stretch of a row in its template.
public struct TemplatePart: Sendable, Hashable {
  /// UTF-8.
  public var text: [UInt8]
  /// Whose words they are; nil: the template's.
  public var role: Conversation.Role?
  /// Whether a model that is tuned on the row learns them.
  public var isLearned: Bool
}

/// Why a row is not put in a template.
public struct TemplateRefusal: Error, Sendable, Hashable {
  /// As a ledger says it, behind the number of rows.
  public var reason: String
  /// In the template's own words, not escaped; nil where it says nothing.
  public var detail: String?
}

extension Template {
  /// The row at `index` in this template, begin-of-text first, cut where whose words it is or whether they are learned changes.
  /// Throws `TemplateRefusal`, and `TokenizerError` where the template is none.
  public func parts(of rows: Rows, _ index: Int, tokenizer: Tokenizer) throws -> [TemplatePart] {
    let begin = TemplatePart(text: tokenizer.bytes(of: tokenizer.beginOfText) ?? [], role: nil, isLearned: false)
    guard let conversation = rows.wholeConversation(index) else {
      return [begin, TemplatePart(text: Array(rows.answer(index) ?? []), role: nil, isLearned: true)]
    }
    let renderer = try ConversationRenderer(self, tokenizer: tokenizer)
    let rendered: RenderedConversation
    do throws(RenderedConversation.Refusal) {
      rendered = try renderer.rendered(conversation, locating: true)
    } catch { throw TemplateRefusal(reason: error.reason, detail: error.detail) }
    let learned = rendered.answers.map { $0.text.lowerBound..<$0.ending.upperBound }
    let borders = Set(
      [0, rendered.text.count] + (learned + rendered.turns.map(\.text)).flatMap { [$0.lowerBound, $0.upperBound] })
    let places = borders.sorted()
    let parts = zip(places, places.dropFirst()).map { from, to in
      TemplatePart(
        text: Array(rendered.text[from..<to]), role: rendered.turns.first { $0.text.contains(from) }?.role,
        isLearned: learned.contains { $0.contains(from) })
    }
    return [begin] + parts
  }
}
