import Jinja
import Rows

// What a model learns of a conversation's text.
extension ConversationRenderer.Row {
  private static let notShown = RenderedConversation.Refusal(
    reason: "in which the template does not show where an answer stands")

  mutating func findAnswers() throws(RenderedConversation.Refusal) {
    let assistants = conversation.turns.indices.filter { conversation.turns[$0].role == .assistant }
    if let blocks = blocks(of: assistants) {
      for (turn, range) in zip(assistants, blocks) where conversation.turns[turn].isLearned {
        // What follows the end in a generation block is learned with it.
        answers.append(ended(turn, range, keepsRest: true) ?? withoutEnd(turn, range))
      }
    } else {
      for turn in assistants where conversation.turns[turn].isLearned { answers.append(try answer(turn)) }
    }
    // A template may show turns in another order than they have, or one in the other.
    let borders = answers.flatMap {
      [$0.text.lowerBound, $0.text.upperBound, $0.ending.lowerBound, $0.ending.upperBound]
    }
    guard zip(borders, borders.dropFirst()).allSatisfy({ $0 <= $1 }) else { throw Self.notShown }
  }

  /// The generation blocks, one for each assistant's turn; nil where they are not.
  private func blocks(of assistants: [Int]) -> [Range<Int>]? {
    guard let generations else { return nil }
    // A template may put an answer and its end in blocks of their own.
    let isJoined = generations.count != assistants.count
    let blocks = isJoined ? generations.joined() : generations
    guard blocks.count == assistants.count else { return nil }
    if let signed = signedGenerations.map({ isJoined ? $0.joined() : $0 }) {
      guard signed.count == blocks.count else { return nil }
      let theirs = Dictionary(uniqueKeysWithValues: zip(assistants, signed))
      for (turn, place) in signPlaces {
        guard signed.first(where: { $0.contains(place) }) == theirs[turn] else { return nil }
      }
    }
    return blocks
  }

  /// The answer in a range that ends with what ends an answer; nil where it does not.
  ///
  /// - Parameter keepsRest: what follows that in the range is learned with it; this may be a part of what usually does.
  private func ended(_ turn: Int, _ range: Range<Int>, keepsRest: Bool = false) -> RenderedConversation.Answer? {
    let (closing, afterEnd) = (renderer.closing, renderer.afterEnd)
    let lengths = keepsRest ? Array((0...afterEnd.count).reversed()) : [afterEnd.count, 0]
    for count in lengths where !closing.isEmpty && text[range].ends(with: closing + afterEnd.prefix(count)) {
      let end = range.upperBound - count
      return RenderedConversation.Answer(
        turn: turn, text: range.lowerBound..<end - closing.count,
        ending: end - closing.count..<(keepsRest ? range.upperBound : end))
    }
    return nil
  }

  /// The answer in a range that ends otherwise: with another special token, as behind a call, or with none.
  private func withoutEnd(_ turn: Int, _ range: Range<Int>) -> RenderedConversation.Answer {
    let end = range.upperBound - renderer.special.count(endingIn: text[range])
    return RenderedConversation.Answer(turn: turn, text: range.lowerBound..<end, ending: end..<range.upperBound)
  }

  private func answer(_ turn: Int) throws(RenderedConversation.Refusal) -> RenderedConversation.Answer {
    guard let start = start(of: turn) else { throw Self.notShown }
    let told = turn == conversation.turns.count - 1 ? text : try? renderer.render(conversation.upTo(turn + 1)).text
    func end(of shown: [UInt8]?) -> Int? {
      shown.flatMap { $0.count >= start && text.starts(with: $0) ? $0.count : nil }
    }
    let range = (end(of: told) ?? end(of: toldWithoutThoughts(turn))).map { start..<$0 }
    if let range, let answer = ended(turn, range) { return answer }
    // A template may go on behind the answer, as one that always asks for another.
    let isCall = conversation.turns[turn].toolCalls != nil
    if let end = (isCall ? nil : placeOfProbe(turn) { $0 += $1 }) ?? around(turn)?.end, end >= start {
      let ends = end + closing(at: end, turn, told)
      // Behind a call its results may stand in the same turn.
      if range.map({ ends <= $0.upperBound && ends > end }) ?? isBeforeOthers(ends, turn) {
        return RenderedConversation.Answer(turn: turn, text: start..<end, ending: end..<ends)
      }
    }
    // A turn that does not show is not learned in silence.
    guard let range = range ?? told.flatMap({ rest(of: $0, asking: turn, from: start) }), !range.isEmpty else {
      throw Self.notShown
    }
    return withoutEnd(turn, range)
  }

  /// The conversation up to a turn with thoughts, which a template may show in the last turn alone.
  private func toldWithoutThoughts(_ turn: Int) -> [UInt8]? {
    guard turn < conversation.turns.count - 1, conversation.turns[turn].reasoning != nil else { return nil }
    var bare = conversation.upTo(turn + 1)
    bare.turns[turn].reasoning = nil
    return try? renderer.render(bare).text
  }

  /// Whether a place in the text lies before what any later turn says.
  private func isBeforeOthers(_ place: Int, _ turn: Int) -> Bool {
    let next = conversation.turns[(turn + 1)...].firstIndex { $0.text?.isEmpty == false }
    guard let begin = next.flatMap({ placeOfProbe($0) { $0.insert(contentsOf: $1, at: 0) } }) else { return true }
    return place <= begin
  }

  /// Bytes at a place that end the answer there.
  ///
  /// - Parameter told: the conversation up to the answer. Where another turn follows, another token may end it than there: the one
  ///   that stands in that place whoever speaks next.
  private func closing(at end: Int, _ turn: Int, _ told: [UInt8]?) -> Int {
    let closing = renderer.closing
    if text[end...].starts(with: closing) { return closing.count }
    guard let told, told.ends(with: closing) || told.ends(with: closing + renderer.afterEnd),
      text[end...].starts(with: renderer.afterAnswer)
    else { return 0 }
    let count = renderer.special.count(beginning: text[(end + renderer.afterAnswer.count)...])
    let stands = end + renderer.afterAnswer.count + count
    for role in [Conversation.Role.user, .assistant] where count > 0 {
      let next = conversation.upTo(turn + 1).followed(by: Conversation.Turn(role, Self.probe))
      guard let other = try? renderer.render(next).text, other.starts(with: text[..<stands]) else { return 0 }
    }
    // Of several tokens that end an answer together some may stand behind the last one alone.
    return count > 0 || renderer.special.count(endingIn: renderer.afterAnswer[...]) > 0 ? stands - end : 0
  }

  /// What the model is asked with for a turn and stands before answers that are there, without the end of what was said before.
  private func cue(of turn: Int) -> [UInt8] {
    let after = renderer.beforeAnswer
    // A template may refuse what was said before alone.
    let asked = (try? renderer.render(conversation.upTo(turn), asking: true).text) ?? after
    return zip(asked.reversed(), after.reversed()).prefix { $0 == $1 }.map(\.0).dropFirst(renderer.unwritten).reversed()
  }

  /// A turn that is shown otherwise where it is last, as with thoughts before it: the end of the text up to it, behind what the
  /// model is asked with, where it stands at a place of the whole.
  private func rest(of told: [UInt8], asking turn: Int, from start: Int) -> Range<Int>? {
    let cue = cue(of: turn)
    for place in told.indices
    where !cue.isEmpty && told[..<place].ends(with: cue) && text[start...].starts(with: told[place...]) {
      return start..<start + told.count - place
    }
    return nil
  }

  /// Where the model begins to write a turn: behind what it is asked with, or where the text parts from that.
  private func start(of turn: Int) -> Int? {
    let before = conversation.upTo(turn)
    let asked = try? renderer.render(before, asking: true).text
    if let asked, text.starts(with: asked) { return asked.count }
    let own = placeOfProbe(turn) { $0.insert(contentsOf: $1, at: 0) }
    guard let place = own ?? around(turn)?.start else { return nil }
    if let asked, let unasked = try? renderer.render(before).text, text.starts(with: unasked) {
      return min(place, renderer.special.start(of: text.parting(from: asked), in: text))
    }
    // What was said before is shown otherwise now: the last place behind what the model is asked with, but behind the turn before.
    let latest = min(place, around(turn)?.start ?? place)
    guard turn > 0, let earliest = placeOfProbe(turn - 1, { $0 += $1 }), earliest < latest else { return place }
    let cue = cue(of: turn)
    return (earliest...latest).last { !cue.isEmpty && text[earliest..<$0].ends(with: cue) } ?? place
  }
}

extension Conversation {
  /// Its first turns.
  fileprivate func upTo(_ turn: Int) -> Conversation { Conversation(Array(turns[..<turn]), tools: tools) }

  fileprivate func followed(by turn: Turn) -> Conversation { Conversation(turns + [turn], tools: tools) }
}

extension [Range<Int>] {
  /// Those that touch as one.
  fileprivate func joined() -> [Range<Int>] {
    reduce(into: []) { joined, range in
      if let last = joined.last, last.upperBound == range.lowerBound {
        joined[joined.count - 1] = last.lowerBound..<range.upperBound
      } else {
        joined.append(range)
      }
    }
  }
}
