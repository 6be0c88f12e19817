/// How a model continues a text.
public struct GenerationOptions: Sendable, Hashable, Codable {
  /// The most tokens of one answer.
  public var maxTokens: Int
  /// Scores are divided by it before a token is drawn; 0: the likeliest token is taken, nothing is drawn.
  public var temperature: Double
  /// Only tokens at least as likely as the k-th likeliest are drawn.
  public var topK: Int?
  /// Only the likeliest tokens that together reach this probability are drawn (nucleus sampling, arXiv 1904.09751).
  public var topP: Double?
  /// Continuations kept side by side; 1: no beam search.
  public var beams: Int
  /// A finished beam's score is its log-probability divided by length^lengthPenalty.
  public var lengthPenalty: Double
  /// Text that ends an answer; the answer is what stands before it.
  public var stop: [String]
  /// Tokens that end an answer and are not part of it; nil: the model's own.
  public var endTokens: [Int32]?
  /// Of what is drawn; each prompt draws from a stream of its own.
  public var seed: UInt64

  /// By default 256 tokens, each the most probable.
  public init(
    maxTokens: Int = 256, temperature: Double = 0, topK: Int? = nil, topP: Double? = nil, beams: Int = 1,
    lengthPenalty: Double = 1, stop: [String] = [], endTokens: [Int32]? = nil, seed: UInt64 = 0
  ) {
    self.maxTokens = maxTokens
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.beams = beams
    self.lengthPenalty = lengthPenalty
    self.stop = stop
    self.endTokens = endTokens
    self.seed = seed
  }

  /// Whether tokens are drawn at random.
  public var samples: Bool { temperature > 0 }

  /// What cannot be, in words; empty if nothing.
  public var problems: [String] {
    var found: [String] = []
    if maxTokens < 1 { found.append("the maximum number of tokens is \(maxTokens), less than 1") }
    if !(temperature >= 0 && temperature.isFinite) { found.append("the temperature is negative or not a number") }
    if let topK, topK < 1 { found.append("top_k is \(topK), less than 1") }
    if let topP, !(topP > 0 && topP <= 1) { found.append("top_p is \(topP), not above 0 and at most 1") }
    if beams < 1 || beams > 64 { found.append("\(beams) beams, outside 1...64") }
    if !lengthPenalty.isFinite { found.append("the length penalty is not a number") }
    if beams > 1, samples { found.append("beam search does not sample: beams and a temperature exclude each other") }
    if !samples, topK != nil || topP != nil { found.append("top_k and top_p need a temperature above 0") }
    if stop.contains("") { found.append("a stop string is empty") }
    return found
  }
}

/// A model's continuation of one prompt.
public struct Generated: Sendable, Hashable {
  /// Why it is not longer.
  public enum Reason: String, Sendable, Codable, CaseIterable {
    /// The model made an end token.
    case end
    /// A stop string came.
    case stop
    /// The most tokens are made.
    case length
    /// The model's context is full.
    case context
    /// The model's scores are not numbers.
    case failed
    /// It was asked to stop.
    case cancelled
  }

  /// Without the end token; with a stop string's tokens.
  public var tokens: [Int32]
  /// Why it ended.
  public var reason: Reason
  /// Where a stop string begins, in bytes of the tokens' text.
  public var stopsAt: Int?

  /// An answer, and why it ended.
  public init(tokens: [Int32], reason: Reason, stopsAt: Int? = nil) {
    self.tokens = tokens
    self.reason = reason
    self.stopsAt = stopsAt
  }

  /// Whether the model came to an end, rather than being cut.
  public var endedByItself: Bool { reason == .end || reason == .stop }
}
