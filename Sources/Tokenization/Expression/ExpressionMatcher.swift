/// Runs the steps of an expression over a text.
struct ExpressionMatcher {
  let text: Bytes
  let steps: UnsafeBufferPointer<ExpressionStep>
  let sets: UnsafeBufferPointer<ScalarSet>
  let pool: Bytes
  private var stack: [Frame] = []

  /// What is tried when the way taken fails: the step to go on with, and where. A span may be shortened down to `least`.
  private struct Frame {
    var step: Int
    var at: Int
    var least: Int
  }

  init(
    text: Bytes, steps: UnsafeBufferPointer<ExpressionStep>, sets: UnsafeBufferPointer<ScalarSet>, pool: Bytes
  ) {
    (self.text, self.steps, self.sets, self.pool) = (text, steps, sets, pool)
  }

  /// The end of the match that begins at `at`, if there is one.
  mutating func match(at: Int) -> Int? { run(0, at) }

  private mutating func run(_ first: Int, _ start: Int) -> Int? {
    let base = stack.count
    defer { stack.removeLast(stack.count - base) }
    var step = first
    var at = start
    while true {
      let now = steps[step]
      var goesOn = true
      switch now.kind {
      case .accept: return at
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
          at += length
        } else {
          goesOn = false
        }
        step += 1
      case .span, .possessiveSpan:
        let (least, end) = span(now, from: at)
        goesOn = least >= 0
        step += 1
        if goesOn, end > least, now.kind == .span { stack.append(Frame(step: step, at: end, least: least)) }
        at = end
      case .split:
        stack.append(Frame(step: Int(now.b), at: at, least: at))
        step = Int(now.a)
      case .jump: step = Int(now.a)
      case .lookahead:
        goesOn = (run(step + 1, at) != nil) == (now.b == 0)
        step = Int(now.a)
      case .atomic:
        if let end = run(step + 1, at) { at = end } else { goesOn = false }
        step = Int(now.a)
      case .assertion:
        goesOn = holds(ExpressionNode.Assertion(rawValue: now.a), at)
        step += 1
      }
      if goesOn { continue }
      guard stack.count > base, var frame = stack.popLast() else { return nil }
      if frame.at > frame.least {
        frame.at = text.start(before: frame.at)
        if frame.at > frame.least { stack.append(frame) }
      }
      (step, at) = (frame.step, frame.at)
    }
  }

  /// Where the longest run of the span's characters ends, and the least end that it may have; (-1, _) when it is too short.
  private func span(_ step: ExpressionStep, from start: Int) -> (least: Int, end: Int) {
    var at = start
    var least = step.b == 0 ? start : -1
    var count: Int32 = 0
    while at < text.count, count < step.c {
      let (scalar, length) = text.scalar(at: at)
      guard sets[Int(step.a)].contains(scalar) else { break }
      at += length
      count += 1
      if count == step.b { least = at }
    }
    return (least, at)
  }

  private func holds(_ assertion: ExpressionNode.Assertion?, _ at: Int) -> Bool {
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
