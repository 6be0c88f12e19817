/// A prompt's way to its answer: one continuation at a time, or several beams.
package protocol Search {
  /// Takes the logits after each of the continuations that it asked for last (after the prompt: one), rows x
  /// vocabulary, and says which are to be run next. Empty: it is done.
  mutating func advance(_ logits: UnsafePointer<Float>, vocabulary: Int) -> [Continuation]

  /// What it has; `cancelled` where it was not done.
  func result(cancelled: Bool) -> Generated
}

/// A token behind the continuation `parent` of the step before.
package struct Continuation: Equatable {
  package var parent: Int
  package var token: Int32

  package init(parent: Int, token: Int32) {
    self.parent = parent
    self.token = token
  }
}

/// When an answer is over.
package struct Ending {
  package let endTokens: Set<Int32>
  /// Tokens that there is room for, and which reason it is to run out of it.
  package let room: Int
  package let roomReason: Generated.Reason
  package let stop: StopStrings
  /// The text of an answer's tokens.
  package let decode: ([Int32]) -> [UInt8]

  package init(
    endTokens: Set<Int32>, room: Int, roomReason: Generated.Reason = .length, stop: StopStrings = StopStrings([]),
    decode: @escaping ([Int32]) -> [UInt8] = { _ in [] }
  ) {
    self.endTokens = endTokens
    self.room = room
    self.roomReason = roomReason
    self.stop = stop
    self.decode = decode
  }

  /// Where a stop string begins in the text of these tokens.
  package func stopsAt(_ tokens: [Int32]) -> Int? { stop.isEmpty ? nil : stop.firstMatch(in: decode(tokens)) }
}

extension Search {
  /// Whether every logit of a row is finite.
  func areNumbers(_ logits: UnsafePointer<Float>, _ vocabulary: Int) -> Bool {
    (0..<vocabulary).allSatisfy { logits[$0].isFinite }
  }
}

/// Greedy or sampled: one token after the other.
package struct SingleSearch: Search {
  package let ending: Ending
  package var sampler: Sampler
  /// Hears every token that is part of the answer.
  package let onToken: (Int32) -> Void
  private var tokens: [Int32] = []
  private var reason: Generated.Reason?
  private var stopsAt: Int?

  package init(_ ending: Ending, _ sampler: Sampler, onToken: @escaping (Int32) -> Void) {
    self.ending = ending
    self.sampler = sampler
    self.onToken = onToken
  }

  package mutating func advance(_ logits: UnsafePointer<Float>, vocabulary: Int) -> [Continuation] {
    guard areNumbers(logits, vocabulary) else {
      reason = .failed
      return []
    }
    let token = sampler.next(logits, vocabulary)
    if ending.endTokens.contains(token) {
      reason = .end
      return []
    }
    tokens.append(token)
    onToken(token)
    stopsAt = ending.stopsAt(tokens)
    if stopsAt != nil {
      reason = .stop
    } else if tokens.count == ending.room {
      reason = ending.roomReason
    }
    return reason == nil ? [Continuation(parent: 0, token: token)] : []
  }

  package func result(cancelled: Bool) -> Generated {
    Generated(tokens: tokens, reason: cancelled ? .cancelled : reason ?? .cancelled, stopsAt: stopsAt)
  }
}
