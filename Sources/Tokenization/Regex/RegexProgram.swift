/// One step of a compiled regex.
struct RegexStep: Sendable {
  enum Kind: UInt8, Sendable {
    /// The bytes `a ..< a + b` of the pool.
    case bytes
    /// One character of the set `a`.
    case set
    /// `b` to `c` characters of the set `a`, as many as there are; given back one by one, or, possessive, never.
    case span
    case possessiveSpan
    /// Goes on at `a`, and at `b` when that fails.
    case split
    case jump
    /// Runs the next steps by themselves; goes on at `a` without having moved. `b` is 1 when they must fail.
    case lookahead
    /// Runs the next steps by themselves; goes on at `a` where they ended.
    case atomic
    case assertion
    case accept
  }

  var kind: Kind
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
}

/// Makes the steps of a tree.
struct RegexCompiler {
  private(set) var steps: [RegexStep] = []
  private(set) var sets: [ScalarSet] = []
  private(set) var pool: [UInt8] = []
  private let pattern: String

  private static let mostSteps = 20_000

  init(_ node: RegexNode, pattern: String) throws(RegexError) {
    self.pattern = pattern
    try add(node)
    try append(RegexStep(kind: .accept))
  }

  private mutating func append(_ step: RegexStep) throws(RegexError) {
    guard steps.count < Self.mostSteps else {
      throw RegexError(pattern: pattern, reason: "it is too large once its repetitions are expanded")
    }
    steps.append(step)
  }

  private var here: Int32 { Int32(steps.count) }

  private mutating func add(_ node: RegexNode) throws(RegexError) {
    switch node {
    case .character(let value): try add(characters: [value])
    case .set(let set): try append(RegexStep(kind: .set, a: index(of: set)))
    case .sequence(let parts): try add(sequence: parts)
    case .choice(let parts): try add(choice: parts)
    case .loop(let body, let min, let max, let greed): try add(loop: body, min, max, greed)
    case .lookahead(let body, let negated): try add(apart: body, .lookahead, negated ? 1 : 0)
    case .atomic(let body): try add(apart: body, .atomic, 0)
    case .assertion(let assertion): try append(RegexStep(kind: .assertion, a: assertion.rawValue))
    }
  }

  private mutating func index(of set: ScalarSet) -> Int32 {
    sets.append(set)
    return Int32(sets.count - 1)
  }

  private mutating func add(characters values: [UInt32]) throws(RegexError) {
    let bytes = values.flatMap { value in Unicode.Scalar(value).map { Array(String($0).utf8) } ?? [] }
    try append(RegexStep(kind: .bytes, a: Int32(pool.count), b: Int32(bytes.count)))
    pool += bytes
  }

  /// Characters that follow each other are compared as one string.
  private mutating func add(sequence parts: [RegexNode]) throws(RegexError) {
    var run: [UInt32] = []
    for part in parts {
      if case .character(let value) = part {
        run.append(value)
        continue
      }
      if !run.isEmpty { try add(characters: run) }
      run = []
      try add(part)
    }
    if !run.isEmpty { try add(characters: run) }
  }

  private mutating func add(choice parts: [RegexNode]) throws(RegexError) {
    var ends: [Int] = []
    for (index, part) in parts.enumerated() {
      guard index < parts.count - 1 else {
        try add(part)
        break
      }
      let split = steps.count
      try append(RegexStep(kind: .split, a: here + 1))
      try add(part)
      ends.append(steps.count)
      try append(RegexStep(kind: .jump))
      steps[split].b = here
    }
    for end in ends { steps[end].a = here }
  }

  private mutating func add(apart body: RegexNode, _ kind: RegexStep.Kind, _ b: Int32) throws(RegexError) {
    let start = steps.count
    try append(RegexStep(kind: kind, b: b))
    try add(body)
    try append(RegexStep(kind: .accept))
    steps[start].a = here
  }

  private mutating func add(
    loop body: RegexNode, _ min: Int, _ max: Int?, _ greed: RegexNode.Greed
  ) throws(RegexError) {
    if greed != .lazy, let set = body.singleSet {
      let kind: RegexStep.Kind = greed == .possessive ? .possessiveSpan : .span
      return try append(
        RegexStep(kind: kind, a: index(of: set), b: Int32(min), c: max.map { Int32($0) } ?? .max))
    }
    if greed == .possessive { return try add(.atomic(.loop(body, min: min, max: max, .greedy))) }
    for _ in 0..<min { try add(body) }
    if let max {
      var exits: [Int] = []
      for _ in min..<max {
        exits.append(steps.count)
        try append(RegexStep(kind: .split))
        try add(body)
      }
      for exit in exits { setSplit(exit, body: Int32(exit + 1), out: here, greed) }
    } else {
      let split = steps.count
      try append(RegexStep(kind: .split))
      try add(body)
      try append(RegexStep(kind: .jump, a: Int32(split)))
      setSplit(split, body: Int32(split + 1), out: here, greed)
    }
  }

  private mutating func setSplit(
    _ split: Int, body: Int32, out: Int32, _ greed: RegexNode.Greed
  ) {
    (steps[split].a, steps[split].b) = greed == .lazy ? (out, body) : (body, out)
  }
}
