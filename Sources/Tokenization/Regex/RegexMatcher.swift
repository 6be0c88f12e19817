/// Runs the steps of a regex over a text.
struct RegexMatcher {
  let text: Bytes
  let steps: UnsafeBufferPointer<RegexStep>
  let sets: UnsafeBufferPointer<ScalarSet>
  let pool: Bytes
  private let watch: EncodingWatch
  private var stack: [Frame] = []
  /// Steps since the watch was last told, and all that were told.
  private var untold = 0
  private var told = 0
  /// Used once the text has taken more steps than a regex in use would.
  private var failures = RegexFailures()
  private let patience: Int

  /// What is tried when the way taken fails: the step to go on with, and where. A span may be shortened down to `least`.
  private struct Frame {
    var step: Int
    var at: Int
    var min: Int
  }

  init(
    text: Bytes, steps: UnsafeBufferPointer<RegexStep>, sets: UnsafeBufferPointer<ScalarSet>, pool: Bytes,
    watch: EncodingWatch, patience: Int? = nil
  ) {
    (self.text, self.steps, self.sets, self.pool, self.watch) = (text, steps, sets, pool, watch)
    self.patience = patience ?? 1 << 16 + 32 * text.count
  }

  /// The end of the match that begins at `at`, if there is one. Throws what the watch throws.
  mutating func match(at: Int) throws -> Int? { try run(0, at) }

  private mutating func count(_ steps: Int) throws {
    untold += steps
    guard untold >= 4_096 else { return }
    told += untold
    try watch.count(untold)
    // A way back for each character of a whole text is possible, more is not.
    try watch.checkWaysBack(stack.count)
    untold = 0
  }

  /// False where this step has failed at this place before.
  private mutating func isWorthTrying(_ step: Int, _ at: Int) -> Bool {
    guard told + untold > patience else { return true }
    // Looking it up takes as long as some steps do.
    untold += 8
    return failures.isFirst(step, at: at)
  }

  private mutating func run(_ first: Int, _ start: Int) throws -> Int? {
    let base = stack.count
    let known = failures.count
    defer { stack.removeLast(stack.count - base) }
    var step = first
    var at = start
    while true {
      let now = steps[step]
      var goesOn = true
      try count(1)
      switch now.kind {
      case .accept:
        failures.forget(from: known)
        return at
      case .bytes:
        let length = Int(now.b)
        goesOn = at + length <= text.count
        if goesOn {
          for offset in 0..<length where text[at + offset] != pool[Int(now.a) + offset] {
            goesOn = false
            break
          }
        }
        at += length
        step += 1
      case .set:
        if at < text.count {
          let (scalar, length) = text.scalar(at: at)
          goesOn = sets[Int(now.a)].contains(scalar)
          untold += sets[Int(now.a)].cost
          at += length
        } else {
          goesOn = false
        }
        step += 1
      case .span, .possessiveSpan:
        guard isWorthTrying(step, at) else {
          goesOn = false
          break
        }
        let (min, end) = span(now, from: at)
        untold += (end - at) * (1 + sets[Int(now.a)].cost)
        goesOn = min >= 0
        step += 1
        if goesOn, end > min, now.kind == .span { stack.append(Frame(step: step, at: end, min: min)) }
        at = end
      case .split:
        goesOn = isWorthTrying(step, at)
        guard goesOn else { break }
        stack.append(Frame(step: Int(now.b), at: at, min: at))
        step = Int(now.a)
      case .jump: step = Int(now.a)
      case .lookahead:
        goesOn = (try run(step + 1, at) != nil) == (now.b == 0)
        step = Int(now.a)
      case .atomic:
        if let end = try run(step + 1, at) { at = end } else { goesOn = false }
        step = Int(now.a)
      case .assertion:
        goesOn = holds(RegexNode.Assertion(rawValue: now.a), at)
        step += 1
      }
      if goesOn { continue }
      guard stack.count > base, var frame = stack.popLast() else { return nil }
      if frame.at > frame.min {
        frame.at = text.start(before: frame.at)
        if frame.at > frame.min { stack.append(frame) }
      }
      (step, at) = (frame.step, frame.at)
    }
  }

  /// Where the longest run of the span's characters ends, and the least end that it may have; (-1, _) when it is too short.
  private func span(_ step: RegexStep, from start: Int) -> (min: Int, end: Int) {
    var at = start
    var min = step.b == 0 ? start : -1
    var count: Int32 = 0
    while at < text.count, count < step.c {
      let (scalar, length) = text.scalar(at: at)
      guard sets[Int(step.a)].contains(scalar) else { break }
      at += length
      count += 1
      if count == step.b { min = at }
    }
    return (min, at)
  }

  private func holds(_ assertion: RegexNode.Assertion?, _ at: Int) -> Bool {
    switch assertion {
    case .lineStart: at == 0 || text[at - 1] == 0x0A && at < text.count
    case .lineEnd: at == text.count || text[at] == 0x0A
    case .textStart: at == 0
    case .textEnd: at == text.count
    case .textEndOrLastLine: at == text.count || at + 1 == text.count && text[at] == 0x0A
    case .wordBoundary: isWord(before: at) != isWord(at)
    case .noWordBoundary: isWord(before: at) == isWord(at)
    case nil: false
    }
  }

  private func isWord(_ at: Int) -> Bool {
    at < text.count && ScalarSet.wordCharacter.contains(text.scalar(at: at).value)
  }

  private func isWord(before at: Int) -> Bool { at > 0 && isWord(text.start(before: at)) }
}
