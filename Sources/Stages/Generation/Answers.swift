import Digests
import Foundation
import LanguageModel
import Packing
import Pipeline
import Store
import Tokenization
import Work

/// What a model says to one prompt.
struct Answer: Sendable, Hashable, Codable {
  /// Up to a stop string, special tokens left out.
  var text: String
  var reason: Generated.Reason
  var tokens: Int

  var endedByItself: Bool { reason == .end || reason == .stop }
}

/// A prompt as tokens, its begin-of-text among them, and the stream that what is drawn for it comes from.
struct AnswerRequest {
  var prompt: [Int32]
  var stream: Int
}

/// Has a model answer prompts, several side by side, and remembers each answer.
struct Answers {
  static let kind = "answer"
  /// Part of the key of every answer: raised whenever the same options would give another one.
  static let version = 2
  /// Continuations that are run side by side, at most: a step reads the weights once for all of them.
  static let width = 32
  /// Answers that are kept at once.
  private static let keptAtOnce = 8

  let loaded: LoadedModel
  let options: GenerationOptions
  let context: RunContext
  /// What it is called while it goes on.
  let label: String

  /// - Parameter options: their end tokens are replaced by all that end an answer of this model in this template.
  /// - Throws: `FileError`, `JSONError` for a damaged generation_config.json.
  init(
    _ loaded: LoadedModel, _ template: Template, _ options: GenerationOptions, _ context: RunContext,
    label: String = "generate"
  ) throws {
    self.loaded = loaded
    self.context = context
    self.label = label
    var options = options
    let ends = try GenerationConfiguration(
      directory: context.models.baseDirectory(loaded.directory)
    ).endTokens
    options.endTokens =
      Set(
        loaded.model.configuration.eosTokens.map { Int32(clamping: $0) } + ends
          + [template.endToken(in: loaded.tokenizer), loaded.tokenizer.endOfText]
      ).sorted()
    self.options = options
  }

  /// Of each request its answer; prompts leave room for at least one token.
  ///
  /// - Parameters:
  ///   - stream: shows the answers as they come.
  ///   - hear: how many tokens were made, also where it was cancelled.
  /// - Throws: `Interrupted` at cancellation: whole answers are kept.
  func answers(
    _ requests: [AnswerRequest], stream: AnswerStream? = nil, hear: (Int) -> Void = { _ in }
  ) throws -> (answers: [Answer], remembered: Int) {
    let keys = requests.map(key)
    let known = try context.store.rowValues(kind: Self.kind, keys: keys).compactMapValues {
      try? JSONDecoder().decode(Answer.self, from: Data($0))
    }
    var answers = keys.map { known[$0] }
    let remembered = answers.count { $0 != nil }
    var finished = remembered
    func report() {
      guard stream == nil else { return }
      context.work.progress(
        Work.Progress(
          label: label, done: Double(finished), total: Double(requests.count), unit: "rows"))
    }
    report()
    for (i, answer) in answers.enumerated() { if let answer { stream?.whole(answer.text, of: i) } }
    let open = requests.indices.filter { answers[$0] == nil }
    if open.isEmpty { return (answers.compactMap { $0 }, remembered) }
    let width = try width(for: open.lazy.map { requests[$0].prompt.count })
    var unkept: [Int] = []
    func keep() throws {
      try context.store.putRowValues(
        kind: Self.kind, try unkept.map { (key: keys[$0], bytes: [UInt8](try JSONEncoder().encode(answers[$0]))) },
        engine: .current)
      unkept = []
    }
    var failure: (any Error)?
    func end(_ row: Int, _ generated: Generated) {
      let one = answer(generated)
      answers[open[row]] = one
      unkept.append(open[row])
      finished += 1
      stream?.whole(one.text, of: open[row])
      if unkept.count >= Self.keptAtOnce {
        do { try keep() } catch { failure = error }
      }
      report()
    }
    let prompts = open.map { requests[$0].prompt }
    let streams = open.map { requests[$0].stream }
    func run(_ part: Range<Int>, hears: Bool) throws -> [Generated] {
      try loaded.model.generate(
        prompts: Array(prompts[part]), options: options, width: width, streams: Array(streams[part]),
        decode: { [tokenizer = loaded.tokenizer] in tokenizer.decode($0, skippingSpecial: true) },
        shouldStop: { [cancellation = context.work.cancellation] in failure != nil || cancellation.isCancelled },
        onToken: { stream?.token($1, of: open[part.lowerBound + $0]) },
        onEnd: { if hears { end(part.lowerBound + $0, $1) } })
    }
    var made = prompts.map { _ in Generated(tokens: [], reason: .cancelled) }
    // What is watched as it comes is made here.
    if stream == nil, open.count > 1, let crew = loaded.model.crew as? StageCrew {
      try crew.generate(
        loaded, prompts: prompts, streams: streams, options: options, width: width,
        here: { try run($0, hears: false) },
        shouldStop: { failure != nil || context.work.cancellation.isCancelled },
        each: { first, some in
          for (i, generated) in some.enumerated() {
            made[first + i] = generated
            if generated.reason != .cancelled { end(first + i, generated) }
          }
        })
    } else {
      made = try run(prompts.indices, hears: true)
    }
    if let failure { throw failure }
    try keep()
    hear(open.reduce(0) { $0 + (answers[$1]?.tokens ?? 0) })
    if made.contains(where: { $0.reason == .cancelled }) {
      stream?.close()
      throw Interrupted(
        done: answers.count { $0 != nil }, total: requests.count, what: "answers", kept: "every whole answer so far")
    }
    // What fills the context is answered by nothing, and nobody heard of it.
    for (i, generated) in zip(open, made) where answers[i] == nil { answers[i] = answer(generated) }
    return (answers.compactMap { $0 }, remembered)
  }

  /// Requests that memory has room for side by side: prompts are read together, and each answer keeps keys and values of all its tokens.
  ///
  /// - Throws: `OutOfMemory` where there is not enough for one.
  private func width(for prompts: some Sequence<Int>) throws(OutOfMemory) -> Int {
    let c = loaded.model.configuration
    let longest = prompts.max() ?? 0
    let positions = Double(min(longest + options.maxTokens, c.contextLength))
    func require(_ width: Int) throws(OutOfMemory) {
      let tokens = max(longest, min(width * longest, LanguageModel.readTokens))
      let read = max(1, (tokens + longest - 1) / max(1, longest))
      let pass = PassMemory(c, lengths: repeatElement(longest, count: read), batchTokens: tokens)
      let side = Double(width * options.beams)
      let kept = 8 * Double(c.layers) * Double(c.keyWidth) * positions * side + 4 * Double(c.vocabularySize) * side
      try Budget.require(
        pass.bytes + kept, for: "generating by `\(loaded.name)`",
        advice: "a smaller model takes less, and so do a smaller `max` and fewer `beams`")
    }
    var width = max(1, Self.width / options.beams)
    while width > 1, (try? require(width)) == nil { width /= 2 }
    try require(width)
    return width
  }

  private func answer(_ generated: Generated) -> Answer {
    var text = loaded.tokenizer.decode(generated.tokens, skippingSpecial: true)
    if let end = generated.stopsAt { text = Array(text.prefix(end)) }
    return Answer(
      text: String(decoding: text, as: UTF8.self), reason: generated.reason, tokens: generated.tokens.count)
  }

  /// Of everything that the answer depends on; the stream only where something is drawn.
  private func key(_ request: AnswerRequest) -> ContentDigest {
    var builder = ContentDigest.Builder()
    builder.update("answer-\(Self.version)")
    builder.update(loaded.digest)
    builder.update(request.prompt.count)
    request.prompt.withUnsafeBytes { builder.update($0) }
    builder.update(options.maxTokens)
    builder.update(options.temperature)
    builder.update(options.topK ?? 0)
    builder.update(options.topP ?? 0)
    builder.update(options.beams)
    builder.update(options.lengthPenalty)
    builder.update(options.stop.count)
    for stop in options.stop { builder.update(stop) }
    for token in options.endTokens ?? [] { builder.update(Int(token)) }
    builder.update(context.settings.arithmetic)
    if options.samples {
      builder.update(options.seed)
      builder.update(request.stream)
    }
    return builder.finalize()
  }
}

extension EncodedRows {
  /// Begin-of-text and the row's prompt, to be answered by a model with this context.
  ///
  /// - Throws: `Unscorable` where the row has no question, or one that leaves no room for an answer.
  func answerPrompt(_ row: Int, contextLength: Int) throws(Unscorable) -> [Int32] {
    let prompt = prompt(row)
    guard !isPlainText(row), !prompt.isEmpty else { throw .noQuestion }
    guard 1 + prompt.count < contextLength else { throw .questionTooLong }
    return [beginOfText] + prompt
  }
}
