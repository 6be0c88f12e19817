import Kernels
import Numerics

extension Decoder {
  private func forEachKeyHead(
    _ l: Int, _ body: (_ work: AttentionWorkspace<Element>, _ start: Int, _ keyHead: Int) -> Void
  ) {
    let lengths = batch.map(\.tokens.count)
    attention.forEach(starts, lengths, heads: c.keyValueHeads, window: window(l)) {
      $0.cap = scoreCap
      body($0, starts[$1], $2)
    }
  }

  /// What scaled scores are held between, if anything.
  var scoreCap: Float? { c.scoreCap.map { Float($0) } }

  /// Keys that a query of the layer sees.
  func window(_ l: Int) -> Int { c.slidingWindow(l) ?? .max }

  /// Causal attention of every segment to itself: k.mixed = softmax(QKᵀ·scale) V, over the layer's window.
  func attend(_ l: Int, _ k: LayerActivations<Element>) {
    let (d, q, width) = (c.headDimension, c.queryWidth, c.attentionWidth)
    let (group, scale) = (c.heads / c.keyValueHeads, c.attentionScale(l))
    let isWide = Element.self == BFloat16.self && c.scoreCap == nil && CausalAttention.suits(dimension: d)
    forEachKeyHead(l) { work, start, keyHead in
      let keys = q + keyHead * d
      let row = k.attention.constant + start * width
      if isWide {
        work.wide.pack(length: work.length, keys: row + keys, values: row + keys + c.keyWidth, stride: width)
      } else {
        work.take(k.attention, width, keys, into: work.keys)
        work.take(k.attention, width, keys + c.keyWidth, into: work.values)
      }
      for head in keyHead * group..<(keyHead + 1) * group {
        let mixed = k.mixed.pointer + start * q + head * d
        let logSum = k.logSum.pointer + start * c.heads + head
        if isWide {
          // Scores, and sums of values, of the positions that each sees.
          let (n, unseen) = (work.length, max(0, work.length - window(l)))
          OperationMeter.count((n * (n + 1) - unseen * (unseen + 1)) / 2, 2, d)
          work.wide.attend(
            row + head * d, queryStride: width, scale: scale, window: window(l), into: mixed, stride: q,
            logSum: space.keepsLayers ? logSum : nil, logSumStride: c.heads)
          continue
        }
        work.take(k.attention, width, head * d, into: work.queries)
        for queries in work.blocksOfQueries {
          work.attend(queries, scale: scale) { t, sum, total, log in
            Kernels.scale(sum, by: 1 / total, into: mixed + t * q, d)
            logSum[t * c.heads] = log
          }
        }
      }
    }
    (k.mixed.pointer + total * q).update(repeating: Element(rounding: 0), count: (rows - total) * q)
  }

  /// From `gradients.mixed`: `gradients.attention`, with respect to the rotated queries and keys, and the values.
  func attendBackward(_ l: Int, _ k: LayerActivations<Element>, _ g: Gradients<Element>) {
    let (d, q, width) = (c.headDimension, c.queryWidth, c.attentionWidth)
    let (group, scale) = (c.heads / c.keyValueHeads, c.attentionScale(l))
    forEachKeyHead(l) { work, start, keyHead in
      let keys = q + keyHead * d
      work.take(k.attention, width, keys, into: work.keys)
      work.take(k.attention, width, keys + c.keyWidth, into: work.values)
      work.dKeys.zero()
      work.dValues.zero()
      for head in keyHead * group..<(keyHead + 1) * group {
        work.take(k.attention, width, head * d, into: work.queries)
        work.take(g.mixed, q, head * d, into: work.dOut)
        work.attendBackward(
          scale: scale, k.mixed.pointer + start * q + head * d, width: q,
          logSum: k.logSum.constant + start * c.heads + head, heads: c.heads)
        work.give(work.dQueries, g.attention, width, head * d)
      }
      work.give(work.dKeys, g.attention, width, keys)
      work.give(work.dValues, g.attention, width, keys + c.keyWidth)
    }
    (g.attention.pointer + total * width).update(repeating: 0, count: (rows - total) * width)
  }
}
