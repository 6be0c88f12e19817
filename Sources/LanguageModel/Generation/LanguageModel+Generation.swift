import Work

extension LanguageModel {
  /// Tokens of prompts that generation reads at once, unless one alone has more.
  public static let readTokens = 2_048

  /// Continues each prompt, several side by side; what becomes of one depends on no other.
  ///
  /// - Parameters:
  ///   - prompts: whole, with their begin-of-text token.
  ///   - width: prompts that are answered side by side, at most: all where absent. Each keeps keys and values of its tokens.
  ///   - streams: of each prompt, which of the seed's streams it draws from; its index where absent.
  ///   - decode: the text of an answer's tokens, for stop strings.
  ///   - shouldStop: asked before each token.
  ///   - onToken: hears each token of an answer as it is made, with its prompt's index; with beams nothing.
  ///   - onEnd: hears each answer when it is done.
  /// - Returns: of each prompt its answer; `cancelled` those that were not done when `shouldStop` said so.
  /// - Throws: `LanguageModelError` for options that cannot be, and for prompts that are empty, longer than the context
  ///   or of unknown tokens.
  public func generate(
    prompts: [[Int32]], options: GenerationOptions = GenerationOptions(), width: Int = .max, streams: [Int]? = nil,
    decode: @escaping ([Int32]) -> [UInt8] = { _ in [] }, shouldStop: @escaping () -> Bool = { false },
    onToken: @escaping (Int, Int32) -> Void = { _, _ in }, onEnd: @escaping (Int, Generated) -> Void = { _, _ in }
  ) throws -> [Generated] {
    guard options.problems.isEmpty else { throw LanguageModelError.generation(problems: options.problems) }
    try validate(prompts.map { Segment(tokens: $0, learnFrom: $0.count) })
    let ends = Set(options.endTokens ?? configuration.eosTokens.map { Int32(clamping: $0) })
    var searches: [any Search] = []
    // Of prompts that fill the context nothing can be made.
    var open: [Int] = []
    for (i, prompt) in prompts.enumerated() {
      let left = configuration.contextLength - prompt.count
      guard left > 0 else { continue }
      let ending = Ending(
        endTokens: ends, room: min(options.maxTokens, left),
        roomReason: left < options.maxTokens ? .context : .length, stop: StopStrings(options.stop), decode: decode)
      open.append(i)
      searches.append(
        options.beams > 1
          ? BeamSearch(ending, options)
          : SingleSearch(ending, Sampler(options, stream: streams?[i] ?? i)) { onToken(i, $0) })
    }
    var results = prompts.map { _ in Generated(tokens: [], reason: .context) }
    let made = run(searches, on: open.map { prompts[$0] }, width: width, shouldStop: shouldStop) { onEnd(open[$0], $1) }
    for (i, result) in zip(open, made) { results[i] = result }
    return results
  }

  /// What these searches, one a prompt, find; prompts must be such as `generate` takes.
  package func run(
    _ searches: [any Search], on prompts: [[Int32]], width: Int = .max, shouldStop: @escaping () -> Bool = { false },
    onEnd: @escaping (Int, Generated) -> Void = { _, _ in }
  ) -> [Generated] {
    func run(_ model: some StepwiseModel) -> [Generated] {
      Generator(model: model, shouldStop: shouldStop, onEnd: onEnd).run(prompts, searches, width: width)
    }
    return withDecoder { run($0.steps) }
  }

  /// The model's greedy continuation of the prompt: at most `maxTokens` tokens, ended by `stop` (not returned), the end
  /// of the context, or `shouldStop`, which is asked before each token. Throws `LanguageModelError.segment`.
  public func generate(
    prompt: [Int32], maxTokens: Int, stop: Int32?, shouldStop: () -> Bool = { false }
  ) throws -> [Int32] {
    guard maxTokens > 0 else { return [] }
    let options = GenerationOptions(maxTokens: maxTokens, endTokens: stop.map { [$0] } ?? [])
    return try withoutActuallyEscaping(shouldStop) {
      try generate(prompts: [prompt], options: options, shouldStop: $0)[0].tokens
    }
  }
}
