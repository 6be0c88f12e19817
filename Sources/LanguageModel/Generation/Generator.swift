/// A model as generation runs it: a cache for each continuation, one token of each at a time.
package protocol StepwiseModel: AnyObject {
  /// What is kept of the tokens of one continuation; a value, of which copies go their own ways.
  associatedtype Cache

  var vocabularySize: Int { get }

  /// Logits after the last token of each row that was run last: rows x vocabulary.
  var nextLogits: UnsafePointer<Float> { get }

  /// Reads whole prompts; the caches then hold them.
  func read(_ prompts: [[Int32]]) -> [Cache]

  /// Puts one token behind each continuation.
  func step(_ tokens: [Int32], _ caches: inout [Cache])
}

/// Continues prompts side by side: all are read first, then each step runs the live continuations alone.
package struct Generator<Model: StepwiseModel> {
  /// Tokens of prompts that are read at once, unless one alone has more.
  package static var readTokens: Int { 2_048 }

  package let model: Model
  /// Asked before each step.
  package let shouldStop: () -> Bool
  /// Hears each search that is done, by its index.
  package let onEnd: (Int, Generated) -> Void

  package init(model: Model, shouldStop: @escaping () -> Bool, onEnd: @escaping (Int, Generated) -> Void = { _, _ in })
  {
    self.model = model
    self.shouldStop = shouldStop
    self.onEnd = onEnd
  }

  private struct Live {
    var index: Int
    var search: any Search
    var caches: [Model.Cache]
    var next: [Continuation]
  }

  /// - Parameter searches: one for each prompt; no prompt is empty.
  /// - Returns: of each prompt its answer; those that were not done are `cancelled`.
  package func run(_ prompts: [[Int32]], _ searches: [any Search]) -> [Generated] {
    var results = searches.map { $0.result(cancelled: true) }
    var live: [Live] = []

    func settle(_ search: any Search, _ index: Int) {
      results[index] = search.result(cancelled: false)
      onEnd(index, results[index])
    }

    for chunk in chunks(prompts) {
      if shouldStop() { break }
      let caches = model.read(Array(prompts[chunk]))
      for (row, index) in chunk.enumerated() {
        var search = searches[index]
        let next = search.advance(model.nextLogits + row * model.vocabularySize, vocabulary: model.vocabularySize)
        if next.isEmpty {
          settle(search, index)
        } else {
          live.append(Live(index: index, search: search, caches: [caches[row]], next: next))
        }
      }
    }
    while !live.isEmpty, !shouldStop() {
      var caches = live.flatMap { one in one.next.map { one.caches[$0.parent] } }
      let tokens = live.flatMap { $0.next.map(\.token) }
      // No continuation shares its last page any more, but with one that goes its own way from here.
      for i in live.indices { live[i].caches = [] }
      model.step(tokens, &caches)
      var row = 0
      var still: [Live] = []
      still.reserveCapacity(live.count)
      for var one in live {
        let count = one.next.count
        one.caches = Array(caches[row..<row + count])
        one.next = one.search.advance(
          model.nextLogits + row * model.vocabularySize, vocabulary: model.vocabularySize)
        row += count
        if one.next.isEmpty { settle(one.search, one.index) } else { still.append(one) }
      }
      live = still
    }
    for one in live { results[one.index] = one.search.result(cancelled: true) }
    return results
  }

  /// Consecutive prompts of `readTokens` together.
  private func chunks(_ prompts: [[Int32]]) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var (start, tokens) = (0, 0)
    for (i, prompt) in prompts.enumerated() {
      if i > start, tokens + prompt.count > Self.readTokens {
        chunks.append(start..<i)
        (start, tokens) = (i, 0)
      }
      tokens += prompt.count
    }
    if start < prompts.count { chunks.append(start..<prompts.count) }
    return chunks
  }
}
