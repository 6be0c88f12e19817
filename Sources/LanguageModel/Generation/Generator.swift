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

/// Continues prompts side by side: each step runs the live continuations alone, and prompts that wait take the place of those that
/// are done (continuous batching: Yu et al., Orca, OSDI 2022).
package struct Generator<Model: StepwiseModel> {
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

  /// - Parameters:
  ///   - searches: one for each prompt; no prompt is empty.
  ///   - width: searches that go on side by side, at most.
  /// - Returns: of each prompt its answer; those that were not done are `cancelled`.
  package func run(_ prompts: [[Int32]], _ searches: [any Search], width: Int = .max) -> [Generated] {
    var results = searches.map { $0.result(cancelled: true) }
    var live: [Live] = []
    var waiting = 0

    func settle(_ search: any Search, _ index: Int) {
      results[index] = search.result(cancelled: false)
      onEnd(index, results[index])
    }

    while true {
      // Several prompts are read at once, unless nothing else is to be done: one alone would not fill a product.
      while waiting < prompts.count, live.isEmpty || width - live.count >= max(1, width / 4) {
        if shouldStop() { break }
        let chunk = chunk(of: prompts, from: waiting, atMost: max(1, width - live.count))
        waiting = chunk.upperBound
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
      guard !live.isEmpty, !shouldStop() else { break }
      step(&live, settle)
    }
    for one in live { results[one.index] = one.search.result(cancelled: true) }
    return results
  }

  /// One token more of each continuation; searches that are done are settled and leave.
  private func step(_ live: inout [Live], _ settle: (any Search, Int) -> Void) {
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

  /// Consecutive prompts that are read at once: at most `most`, and `readTokens` together unless one alone has more.
  private func chunk(of prompts: [[Int32]], from start: Int, atMost most: Int) -> Range<Int> {
    var (end, tokens) = (start, 0)
    while end < prompts.count, end - start < most,
      end == start || tokens + prompts[end].count <= LanguageModel.readTokens
    {
      tokens += prompts[end].count
      end += 1
    }
    return start..<end
  }
}
