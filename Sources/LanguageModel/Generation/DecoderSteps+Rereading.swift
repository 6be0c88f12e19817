import Numerics

/// Continuations that grow longer than what the short frequencies rotate (LongRoPE): their keys were rotated by those, so that
/// they are read again as a whole, once.
extension DecoderSteps {
  /// The caches whose sequences the next token makes too long for the rotation of their keys.
  func outgrown(_ caches: [KeyValueCache]) -> [Int] {
    guard let longest = longestShort else { return [] }
    return caches.indices.filter { caches[$0].count == longest }
  }

  /// As `step`, where the sequences of `outgrown` are read again and the others go on.
  func step(_ tokens: [Int32], _ caches: inout [KeyValueCache], rereading outgrown: [Int]) {
    let others = tokens.indices.filter { !outgrown.contains($0) }
    var rows = [[Float]](repeating: [], count: tokens.count)
    func keep(_ indices: [Int]) {
      for (row, i) in indices.enumerated() {
        rows[i] = Array(UnsafeBufferPointer(start: nextLogits + row * vocabularySize, count: vocabularySize))
      }
    }
    if !others.isEmpty {
      var going = others.map { caches[$0] }
      for i in others { caches[i] = KeyValueCache(layers: 0, width: 0) }  // so that pages have one owner
      step(others.map { tokens[$0] }, &going)
      for (i, cache) in zip(others, going) { caches[i] = cache }
      keep(others)
    }
    let read = read(outgrown.map { caches[$0].tokens + [tokens[$0]] })
    for (i, cache) in zip(outgrown, read) { caches[i] = cache }
    keep(outgrown)
    show(rows)
  }
}
