import Documents
import Jinja

/// What a chat template puts around one question and its answer, found by rendering: never by searching its text for marks.
package struct RenderedTemplate {
  /// Before the question; begin-of-text left out.
  private(set) var head: String
  /// Between the question and where the model begins to write.
  private(set) var tail: String
  /// Between that place and an answer: the model writes it.
  private(set) var opening: String
  /// The end of `tail` that does not stand before an answer which is there.
  private(set) var unwritten: String
  /// Between an answer and the token that ends it.
  private(set) var afterAnswer: String
  /// Special token behind an answer; nil where the text has none there.
  private(set) var endToken: String?
  /// Behind that.
  private(set) var afterEnd: String
  private(set) var beginsWithBegin: Bool
  private(set) var trimmed = Template.Trimmed.nothing
  /// Contents are lists of parts.
  let takesParts: Bool

  /// Why a chat template cannot be followed.
  package enum Unusable: Error, Equatable {
    /// It is no template, or a question with its answer makes it fail; in its own words.
    case fails(String)
    /// What it makes of a question is not the question between two texts.
    case changesQuestion
    /// What it makes of an answer is not the answer behind what stands where it is asked for.
    case changesAnswer

    /// For whoever asks why it is not used; untrusted text in it is not escaped.
    package var reason: String {
      switch self {
      case .fails(let message): message
      case .changesQuestion: "it changes the question's text"
      case .changesAnswer: "it does not put an answer behind its question as it is"
      }
    }
  }

  /// Midnight of 26 July 2024, UTC, the day that Llama's templates name where they know no other: a result must not depend on
  /// the day.
  static let clock = JinjaClock.fixed(1_721_952_000)

  /// Texts that a template has no reason to know: of letters and digits, so that nothing trims or escapes them.
  private static let (question, answer) = ("QuestioN7ZxQ", "AnsweR4KvA")
  /// White space around, and everything that a template might escape, split or take for its own.
  private static let spaced = " \n\tKeep spaces \u{00A0}\n"
  private static let odd = "'a' \"b\"\n\n{{ c }} {% d %} # <e>&amp;\\n </think> é🙂"

  package init(_ jinja: String, _ special: SpecialTexts) throws(Unusable) {
    let engine: JinjaTemplate
    do { engine = try JinjaTemplate(jinja) } catch { throw .fails(error.description) }
    do throws(Unusable) { self = try Self(engine, special, takesParts: false) } catch {
      // Templates of models that see pictures may take contents as lists of parts alone.
      do throws(Unusable) { self = try Self(engine, special, takesParts: true) } catch _ { throw error }
    }
  }

  private init(_ engine: JinjaTemplate, _ special: SpecialTexts, takesParts: Bool) throws(Unusable) {
    self.takesParts = takesParts
    func render(_ question: String, _ answer: String? = nil, asking: Bool? = nil) throws(Unusable) -> String {
      do {
        let turns = [("user", question)] + (answer.map { [("assistant", $0)] } ?? [])
        var messages: [JinjaValue] = []
        for (role, text) in turns {
          let content = try ChatText.content(Array(text.utf8), asPart: takesParts)
          messages.append(try JinjaValue(members: [("role", JinjaValue(role)), ("content", content)]))
        }
        var variables: [String: JinjaValue] = [
          "messages": try JinjaValue(list: messages),
          "add_generation_prompt": JinjaValue(asking ?? (answer == nil)), "tools": .none, "documents": .none,
        ]
        // Where no file names them: begin-of-text stands before every sequence anyway.
        variables["bos_token"] = JinjaValue(special.begin ?? "")
        variables["eos_token"] = JinjaValue(special.end ?? "")
        return String(decoding: try engine.render(variables, clock: Self.clock).text, as: UTF8.self)
      } catch {
        throw .fails("\(error)")
      }
    }
    guard let (head, tail) = try Self.cut(render(Self.question), at: Self.question) else { throw .changesQuestion }
    guard let whole = try Self.cut(render(Self.question, Self.answer), at: Self.question), whole.before == head,
      let answered = Self.cut(whole.after, at: Self.answer)
    else { throw .changesAnswer }

    let (asked, written) = (Array(tail.utf8), Array(answered.before.utf8))
    let parting = asked.parting(from: written)
    opening = String(decoding: written[parting...], as: UTF8.self)
    unwritten = String(decoding: asked[parting...], as: UTF8.self)
    let odd = try render(Self.odd)
    guard odd.utf8.elementsEqual((head + Self.odd + tail).utf8) else { throw .changesQuestion }
    let spaced = try render(Self.spaced)
    let found = Template.Trimmed.allCases.first {
      spaced.utf8.elementsEqual(head.utf8 + $0.applied(to: Array(Self.spaced.utf8)[...]) + tail.utf8)
    }
    guard let found else { throw .changesQuestion }
    trimmed = found

    let end = answered.after
    if let token = special.first(in: end), var parts = Self.cut(end, at: token, mayRepeat: true) {
      endToken = token
      // Several may end an answer together; but not where behind an answer another one is asked for.
      let asksAlways = (try? render(Self.question, asking: false)) == (try? render(Self.question))
      while !asksAlways, let next = special.beginning(parts.after) {
        parts = (parts.before + (endToken ?? ""), String(parts.after.dropFirst(next.count)))
        endToken = next
      }
      (afterAnswer, afterEnd) = parts
    } else {
      (afterAnswer, endToken, afterEnd) = (end, nil, "")
    }
    (self.head, self.tail, beginsWithBegin) = (head, tail, false)
    if let begin = special.begin, !begin.isEmpty, head.utf8.starts(with: begin.utf8) {
      self.head = String(decoding: head.utf8.dropFirst(begin.utf8.count), as: UTF8.self)
      beginsWithBegin = true
    }
  }

  /// The template of this form; one of those that have a name, where it is the same.
  package func template(_ special: SpecialTexts) -> Template {
    let named = Template.all.first { known in
      known.system + known.beforeQuestion == head && known.beforeAnswer == tail
        && known.opening == opening && unwritten.isEmpty && known.trimmed == trimmed
        && (known.endToken ?? special.end) == (endToken ?? special.end)
        && (known.beginsWithBegin == beginsWithBegin || special.begin == nil)
    }
    return named
      ?? Template(
        Template.own, "The model's own chat template", beforeQuestion: head, beforeAnswer: tail, opening: opening,
        unwritten: unwritten, afterAnswer: afterAnswer, endToken: endToken == special.end ? nil : endToken,
        afterEnd: afterEnd,
        beginsWithBegin: beginsWithBegin, trimmed: trimmed)
  }

  /// What stands before and after the only place of a mark, byte by byte; nil where there is none or, unless they may repeat, more
  /// than one.
  private static func cut(
    _ text: String, at mark: String, mayRepeat: Bool = false
  ) -> (before: String, after: String)? {
    let (text, mark) = (Array(text.utf8), Array(mark.utf8))
    guard let first = text.firstRange(of: mark) else { return nil }
    let after = text[first.upperBound...]
    guard mayRepeat || after.firstRange(of: mark) == nil else { return nil }
    return (String(decoding: text[..<first.lowerBound], as: UTF8.self), String(decoding: after, as: UTF8.self))
  }
}

/// The texts of special tokens that a model's directory names.
package struct SpecialTexts: Sendable {
  var begin: String?
  var end: String?
  /// All that are known, these two among them.
  var all: Set<String> = []

  package init(begin: String?, end: String?, others: Set<String> = []) {
    (self.begin, self.end) = (begin, end)
    all = others.union([begin, end].compactMap { $0 }).subtracting([""])
  }

  /// From `tokenizer_config.json`, `special_tokens_map.json` and `tokenizer.json`; what is not there, or no JSON, names nothing.
  init(directory: String) {
    var (begin, end): (String?, String?) = (nil, nil)
    var others: Set<String> = []
    for file in ["tokenizer_config.json", "special_tokens_map.json"] {
      guard let json = try? JSONValue.read(directory + "/" + file) else { continue }
      func text(_ value: JSONValue?) -> String? { value?.string ?? value?["content"]?.string }
      begin = begin ?? text(json["bos_token"])
      end = end ?? text(json["eos_token"])
      for key in ["additional_special_tokens", "extra_special_tokens"] {
        // A list, or by what they are for.
        let tokens = json[key]?.array ?? (json[key]?.object.map { $0.map { $0.1 } } ?? [])
        others.formUnion(tokens.compactMap { text($0) })
      }
      for (_, token) in json["added_tokens_decoder"]?.object ?? [:] where token["special"]?.bool != false {
        if let name = text(token) { others.insert(name) }
      }
    }
    // Newer directories name them where the tokens are.
    let tokens = (try? JSONValue.read(directory + "/tokenizer.json"))?["added_tokens"]?.array ?? []
    others.formUnion(tokens.filter { $0["special"]?.bool == true }.compactMap { $0["content"]?.string })
    self.init(begin: begin, end: end, others: others)
  }

  /// The longest special token that a text begins with.
  func beginning(_ text: String) -> String? {
    all.filter { text.utf8.starts(with: $0.utf8) }.max { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }

  /// The special token that a text has first; where several begin there, the longest. Of tokens that no file names those are
  /// known that look like one: `<|eot_id|>`, `</s>`.
  func first(in text: String) -> String? {
    let bytes = Array(text.utf8)
    let places = all.compactMap { token in
      bytes.firstRange(of: Array(token.utf8)).map { (at: $0.lowerBound, token: token) }
    }
    if let first = places.min(by: { ($0.at, -$0.token.utf8.count) < ($1.at, -$1.token.utf8.count) }) {
      return first.token
    }
    let part = text.drop { $0 != "<" }
    guard let end = part.firstIndex(of: ">") else { return nil }
    let token = part[...end]
    return token.count <= 40 && token.allSatisfy { !$0.isWhitespace } ? String(token) : nil
  }
}
