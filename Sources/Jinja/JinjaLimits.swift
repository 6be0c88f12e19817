/// How much one rendering may do. What is beyond is a `JinjaError` of kind `limit`.
public struct JinjaLimits: Hashable, Sendable {
  /// Instructions run, elements visited, and bytes handled by 64. 20 million are under a second.
  public var steps: Int
  /// Bytes of values that live at once, those handed to the template left out.
  public var memory: Int
  /// Bytes of the rendered text.
  public var output: Int
  /// Macros, callers and recursive loops that have not returned.
  public var calls: Int

  /// What suits chats of any length that a model can read.
  public init(steps: Int = 20_000_000, memory: Int = 16 << 20, output: Int = 8 << 20, calls: Int = 200) {
    self.steps = steps
    self.memory = memory
    self.output = output
    self.calls = calls
  }

  /// A template's length in bytes.
  static let source = 256 << 10
  /// Variables of one scope, and arguments of one call.
  static let names = 400
  /// Brackets and blocks of a template within one another. The parser recurses, on a thread's stack of 512 KB.
  static let syntaxNesting = 32
  /// Lists and dictionaries within one another. Comparing and writing them recurses.
  static let valueNesting = 100
}

/// What one rendering has used.
///
/// Values made for a rendering report their end to its account, and so it outlives them all: `JinjaTemplate.render` holds it.
final class Account {
  let limits: JinjaLimits
  let clock: JinjaClock
  private(set) var steps = 0
  private(set) var memory = 0
  // What can hold itself: emptied at the end.
  private var namespaces: [NamespaceObject] = []
  private var frames: [Frame] = []

  init(_ limits: JinjaLimits, _ clock: JinjaClock) {
    self.limits = limits
    self.clock = clock
  }

  /// A namespace may be given itself.
  func mayCycle(_ namespace: NamespaceObject) { namespaces.append(namespace) }

  /// A frame may hold a macro that stands in it.
  func mayCycle(_ frame: Frame) { if frames.last !== frame { frames.append(frame) } }

  /// The rendering is over: nothing holds itself any more.
  func close() {
    for namespace in namespaces { namespace.clear() }
    for frame in frames { frame.clear() }
    namespaces = []
    frames = []
  }

  /// Counts work.
  @inline(__always)
  func step(_ count: Int = 1) throws(Failure) {
    steps &+= count
    if steps > limits.steps { throw tooManySteps }
  }

  /// Counts the handling of so many bytes.
  @inline(__always)
  func handle(bytes: Int) throws(Failure) { try step(bytes >> 6) }

  /// Counts bytes that a value begins to hold.
  func hold(_ bytes: Int) throws(Failure) {
    memory += bytes
    if memory > limits.memory {
      memory -= bytes
      throw tooMuchMemory
    }
  }

  /// Whether so many bytes could be held.
  @inline(__always)
  func check(_ bytes: Int) throws(Failure) {
    if bytes < 0 || bytes > limits.memory - memory { throw tooMuchMemory }
  }

  /// Whether so many bytes could be held; asked before they are written.
  func allow(_ bytes: Int) throws(Failure) {
    try check(bytes)
    try handle(bytes: bytes)
  }

  func release(_ bytes: Int) { memory -= bytes }

  private var tooManySteps: Failure {
    Failure(kind: .limit(.steps), message: "the template runs on: stopped after \(limits.steps) steps")
  }

  private var tooMuchMemory: Failure {
    Failure(
      kind: .limit(.memory), message: "the template's values need more than \(limits.memory >> 20) MB of memory")
  }
}
