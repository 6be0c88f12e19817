import Rows

/// Special tokens that the texts of a row spell, and which are text all the same.
///
/// While the row is rendered each is one symbol that the row does not have. The template moves it as any other, and afterwards
/// it says where the row's own spelling stands.
struct SpecialSpelling: Sendable {
  /// SignWriting's symbols, then rare ideographs. None is of a private use area, of which Python prints no character inside a list
  /// or an object as it is. UTF-8's first byte is the same in all.
  private static let symbols = [0x1_D800...UInt32(0x1_D9FF), 0x2_0000...0x2_A6DF].joined()

  struct StandIn {
    var token: [UInt8]
    var character: [UInt8]
  }

  /// By first byte, the longest first.
  private var byFirst: [UInt8: [[UInt8]]] = [:]

  init(_ tokens: [[UInt8]]) {
    byFirst = Dictionary(grouping: tokens.filter { !$0.isEmpty }) { $0[0] }
      .mapValues { $0.sorted { $0.count > $1.count } }
  }

  /// The conversation with a stand-in for each token that it spells; the same where it spells none.
  func standingIn(for conversation: Conversation) -> (Conversation, [StandIn]) {
    let found = Set(conversation.texts.flatMap { tokens(in: $0) })
    guard !found.isEmpty else { return (conversation, []) }
    let whole = Array(conversation.texts.joined(separator: [0]))
    var free = Self.symbols.lazy.compactMap(Unicode.Scalar.init).map { Array(String($0).utf8) }
      .filter { whole.firstRange(of: $0) == nil }.makeIterator()
    // The longest first: one name may be part of another.
    let standIns = found.sorted { ($1.count, $0.description) < ($0.count, $1.description) }.compactMap { token in
      free.next().map { StandIn(token: token, character: $0) }
    }
    var conversation = conversation
    conversation.replaceTexts { text in
      for standIn in standIns where text.firstRange(of: standIn.token) != nil {
        text.replace(standIn.token, with: standIn.character)
      }
    }
    return (conversation, standIns)
  }

  private func tokens(in text: [UInt8]) -> [[UInt8]] {
    var found: [[UInt8]] = []
    for (at, byte) in text.enumerated() {
      guard let candidates = byFirst[byte] else { continue }
      if let token = candidates.first(where: { text[at...].starts(with: $0) }) { found.append(token) }
    }
    return found
  }

  /// Bytes of the special token that a text ends with; 0 where it ends with none.
  func count(endingIn text: ArraySlice<UInt8>) -> Int {
    byFirst.values.joined().filter { text.suffix($0.count).elementsEqual($0) }.map(\.count).max() ?? 0
  }

  /// Bytes of the special token that a text begins with; 0 where it begins with none.
  func count(beginning text: ArraySlice<UInt8>) -> Int {
    text.first.flatMap { byFirst[$0]?.first { text.starts(with: $0) } }?.count ?? 0
  }

  /// A place in a text, or where the special token begins that stands around it.
  func start(of place: Int, in text: [UInt8]) -> Int {
    let longest = byFirst.values.joined().map(\.count).max() ?? 0
    return (max(0, place - longest)..<place).first { $0 + count(beginning: text[$0...]) > place } ?? place
  }

  /// A rendered text in the row's spelling.
  struct Spelled {
    var text: [UInt8] = []
    /// Where tokens are spelled, in order.
    var literal: [Range<Int>] = []
    /// Where the text as it was rendered begins.
    fileprivate var start = 0
    /// Places in that text, and how much longer what stands before each is now.
    fileprivate var growths: [(at: Int, by: Int)] = []

    /// Where a place of the text as it was rendered is now.
    func place(_ old: Int) -> Int {
      max(0, old - start) + growths.reduce(0) { $0 + ($1.at <= old ? $1.by : 0) }
    }
  }

  static func spelled(_ rendered: ArraySlice<UInt8>, _ standIns: [StandIn]) -> Spelled {
    var spelled = Spelled(start: rendered.startIndex)
    guard let lead = standIns.first?.character.first else {
      spelled.text = Array(rendered)
      return spelled
    }
    var at = rendered.startIndex
    while at < rendered.endIndex {
      if rendered[at] == lead, let standIn = standIns.first(where: { rendered[at...].starts(with: $0.character) }) {
        spelled.literal.append(spelled.text.count..<spelled.text.count + standIn.token.count)
        spelled.text += standIn.token
        at += standIn.character.count
        spelled.growths.append((at, standIn.token.count - standIn.character.count))
      } else {
        spelled.text.append(rendered[at])
        at += 1
      }
    }
    return spelled
  }
}

extension Conversation {
  /// Everything of the row's own that a template may write.
  fileprivate var texts: [[UInt8]] {
    turns.flatMap { [$0.text, $0.input, $0.reasoning, $0.toolCalls, $0.name, $0.toolCallID].compactMap { $0 } }
      + [tools].compactMap { $0 }
  }

  fileprivate mutating func replaceTexts(_ body: (inout [UInt8]) -> Void) {
    func replace(_ text: inout [UInt8]?) {
      guard var whole = text else { return }
      body(&whole)
      text = whole
    }
    for place in turns.indices {
      replace(&turns[place].text)
      replace(&turns[place].input)
      replace(&turns[place].reasoning)
      replace(&turns[place].toolCalls)
      replace(&turns[place].name)
      replace(&turns[place].toolCallID)
    }
    replace(&tools)
  }
}
