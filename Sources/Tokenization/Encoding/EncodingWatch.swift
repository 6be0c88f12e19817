import Work

/// What watches over the encoding of one text: that it stops when it is asked to, takes no more steps than a tokenizer in use
/// could need for so long a text, and grows it no further. What a tokenizer's file holds is not ours: its regular expressions
/// may be exponential, and its replacements may double the text again and again.
///
/// Of one thread.
final class EncodingWatch {
  private let cancellation: Cancellation
  /// The file at fault: `tokenizer.json`.
  private let file: String
  /// Bytes of the text.
  private let length: Int
  private var stepsLeft: Int

  /// Bytes or symbols of a loop between two looks at the cancellation; a power of two.
  static let stride = 1 << 14

  /// Steps that any text may take, and those for each of its bytes: the regular expressions of models in use take about 20 a byte.
  private static let freeSteps = 20_000_000
  private static let stepsPerByte = 100
  /// How many times as long normalization may make a text, and bytes that any text may become: the longest
  /// decomposition of Unicode is eleven times its character.
  private static let growth = 32
  private static let freeBytes = 4_096
  private static let waysBack = 1 << 23

  init(_ length: Int, file: String, cancellation: Cancellation) {
    self.length = length
    self.file = file
    self.cancellation = cancellation
    stepsLeft = Self.freeSteps + Self.stepsPerByte * length
  }

  /// What is wrong with the tokenizer's file, found while a text was encoded.
  func error(_ code: TokenizerError.Code, _ message: String) -> TokenizerError {
    TokenizerError(code, file: file, message)
  }

  /// Counts steps of work that grows faster than its text, or may. Throws `Interrupted`, or `TokenizerError` when they run out.
  func count(_ steps: Int) throws {
    try checkCancellation()
    stepsLeft -= steps
    guard stepsLeft >= 0 else {
      throw TokenizerError(
        .runsAway, file: file,
        "its regular expressions or pieces take more than \(Self.freeSteps + Self.stepsPerByte * length) steps for a text of \(length) bytes"
      )
    }
  }

  /// Throws `TokenizerError` where matching holds more ways back than fit in some 200 MB.
  func checkWaysBack(_ count: Int) throws {
    guard count <= Self.waysBack else {
      throw TokenizerError(
        .runsAway, file: file,
        "its regular expressions need more than \(Self.waysBack) backtracking points for a text of \(length) bytes"
      )
    }
  }

  /// Throws `Interrupted`.
  func checkCancellation() throws(Interrupted) {
    if cancellation.isCancelled { throw Interrupted(done: 0, total: 0, what: "bytes encoded") }
  }

  /// Throws `TokenizerError` where what was a text of the watched length would be `bytes` long.
  func checkGrowth(_ bytes: Int) throws {
    guard bytes <= Self.growth * length + Self.freeBytes else {
      throw TokenizerError(
        .runsAway, file: file,
        "its replacements turn a text of \(length) bytes into more than \(Self.growth * length + Self.freeBytes)")
    }
  }
}
