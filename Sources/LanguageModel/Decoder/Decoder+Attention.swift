import Kernels
import Numerics

extension Decoder {
  /// Lends the memory of attention over so many positions of a layer.
  func withAttention(_ l: Int, start: Int = 0, length: Int, _ body: (AttentionShare<Element>) -> Void) {
    attentionShares.lend(
      suits: { $0.suits(length, c.headDimension) },
      make: {
        AttentionShare(capacity: max((length + 31) / 32 * 32, min(c.contextLength, 1024)), dimension: c.headDimension)
      }
    ) {
      $0.begin(start, length, window: c.slidingWindow(l) ?? .max)
      body($0)
    }
  }

  /// Calls `body` for every segment and head of keys and values, the longest segments first, so that threads end together.
  private func forEachKeyHead(_ l: Int, _ body: (AttentionShare<Element>, _ start: Int, _ keyHead: Int) -> Void) {
    let order = batch.indices.sorted { (batch[$1].tokens.count, $0) < (batch[$0].tokens.count, $1) }
    Parallel.forEach(order.count * c.keyValueHeads) { task in
      let i = order[task / c.keyValueHeads]
      withAttention(l, start: starts[i], length: batch[i].tokens.count) {
        body($0, starts[i], task % c.keyValueHeads)
      }
    }
  }

  /// Causal attention of every segment to itself: k.mixed = softmax(QKᵀ·scale) V, over the layer's window.
  func attend(_ l: Int, _ k: LayerActivations<Element>) {
    let (d, q, width) = (c.headDimension, c.queryWidth, c.attentionWidth)
    let (group, scale) = (c.heads / c.keyValueHeads, c.attentionScale(l))
    let isWide = Element.self == BFloat16.self && CausalAttention.suits(dimension: d)
    forEachKeyHead(l) { share, start, keyHead in
      let keys = q + keyHead * d
      let row = k.attention.constant + start * width
      if isWide {
        share.wide.pack(length: share.length, keys: row + keys, values: row + keys + c.keyWidth, stride: width)
      } else {
        share.take(k.attention, width, keys, into: share.keys)
        share.take(k.attention, width, keys + c.keyWidth, into: share.values)
      }
      for head in keyHead * group..<(keyHead + 1) * group {
        let mixed = k.mixed.pointer + start * q + head * d
        let logSum = k.logSum.pointer + start * c.heads + head
        if isWide {
          share.wide.attend(
            row + head * d, queryStride: width, scale: scale, window: c.slidingWindow(l) ?? .max, into: mixed,
            stride: q,
            logSum: space.keepsLayers ? logSum : nil, logSumStride: c.heads)
          continue
        }
        share.take(k.attention, width, head * d, into: share.queries)
        for queries in share.blocksOfQueries {
          share.attend(queries, scale: scale) { t, sum, total, log in
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
    forEachKeyHead(l) { share, start, keyHead in
      func write(_ x: AlignedBuffer<Float>, _ column: Int) {
        for t in 0..<share.length {
          (g.attention.pointer + (start + t) * width + column).update(from: x.constant + t * d, count: d)
        }
      }
      let keys = q + keyHead * d
      share.take(k.attention, width, keys, into: share.keys)
      share.take(k.attention, width, keys + c.keyWidth, into: share.values)
      share.dKeys.zero()
      share.dValues.zero()
      for head in keyHead * group..<(keyHead + 1) * group {
        share.take(k.attention, width, head * d, into: share.queries)
        share.take(g.mixed, q, head * d, into: share.dOut)
        share.attendBackward(
          scale: scale, logSum: k.logSum.constant + start * c.heads + head,
          delta: g.delta.constant + start * c.heads + head, stride: c.heads)
        write(share.dQueries, head * d)
      }
      write(share.dKeys, keys)
      write(share.dValues, keys + c.keyWidth)
    }
    (g.attention.pointer + total * width).update(repeating: 0, count: (rows - total) * width)
  }
}
