import Kernels
import Numerics

/// The output matrix and cross-entropy, with logits that exist a block at a time only: of a tile of targets and some tokens of
/// the vocabulary, in the cache of the thread that has computed them.
///
/// Of each block and target the largest logit and the sum of exponentials relative to it are kept; from all blocks of a target
/// follows its softmax (as arXiv 1805.02867 does it for one pass). With gradients the exponentials are kept too, and become the
/// gradients of the logits when the products read them.
extension Decoder {
  /// One target: the row whose hidden state predicts it, and the token.
  struct Target {
    var row: Int
    var token: Int
  }

  var targets: [Target] {
    var found: [Target] = []
    for (segment, start) in zip(batch, starts) where segment.targetCount > 0 {
      for p in segment.learnFrom..<segment.learnTo {
        found.append(Target(row: holdsTargetsOnly ? found.count : start + p - 1, token: Int(segment.tokens[p])))
      }
    }
    return found
  }

  /// Losses of the batch just run forward.
  func losses(perToken: Bool) -> [SegmentLoss] {
    results(nats: run(scale: nil, into: nil), perToken: perToken)
  }

  /// Losses, and the gradient of scale·Σ nats: of the output matrix into `gradient`, of the hidden states into
  /// `gradients.normed`.
  func lossesAndGradient(scale: Float, into gradient: Gradient) -> [SegmentLoss] {
    space.gradients.normed.pointer.update(repeating: 0, count: rows * c.hiddenSize)
    return results(nats: run(scale: scale, into: gradient.sums), perToken: false)
  }

  /// Targets that are taken at once where no gradient is wanted.
  private static var mostTargets: Int { 8192 }
  /// Bytes of exponentials that exist at once: a product over many targets reads and writes the output matrix's gradient,
  /// which is large, seldom.
  private static var gradientBytes: Int { 64 << 20 }
  /// Tokens of the vocabulary whose logits' gradients a product takes while they are in the cache.
  private static var tokensAtOnce: Int { 2048 }
  /// Bytes of one row of a block.
  private static var blockBytes: Int { 1024 }

  /// Groups of targets of nearly equal size.
  private func run(scale: Float?, into gradient: AlignedBuffer<Float>?) -> AlignedBuffer<Double> {
    let targets = targets
    let nats = AlignedBuffer<Double>(count: targets.count)
    guard !targets.isEmpty else { return nats }
    let least = TileRows.least
    func padded(_ n: Int) -> Int { (n + least - 1) / least * least }
    let (h, v) = (c.hiddenSize, c.vocabularySize)
    let stride = (v + 31) / 32 * 32
    let most =
      scale == nil
      ? Self.mostTargets : max(least, Self.gradientBytes / (MemoryLayout<Element>.size * stride) / least * least)
    let groups = (targets.count + most - 1) / most
    let size = padded((targets.count + groups - 1) / groups)
    // A little more, so that groups of nearly the same size do not begin anew each time.
    let memory = memory(rows: min(most, (size + 511) / 512 * 512), stride: stride, gradients: scale != nil)
    for first in Swift.stride(from: 0, to: targets.count, by: size) {
      let group = targets[first..<min(targets.count, first + size)]
      let rows = padded(group.count)
      gather(group, rows: rows, into: memory.inputs)
      let blocks = exponentials(group, rows: rows, memory, keeping: scale != nil)
      profile.measure("cross-entropy", everywhere: true) {
        Parallel.ranges(group.count, grain: 64) { r in
          for i in r { nats.pointer[first + i] = combine(blocks.count, i, memory, scale: scale) }
        }
      }
      guard let gradient, scale != nil else { continue }
      inputGradient(group, rows: rows, blocks, memory)
      guard trainsBase else { continue }
      profile.measure(
        "products: dW += dyᵀ x", everywhere: true, operations: 2 * Double(group.count * v * h),
        bytes: Double(MemoryLayout<Element>.size * group.count * (v + h)) + 8 * Double(v * h)
      ) {
        Self.product.multiply(
          v, h, group.count, .of(memory.exponentials.constant, stride, transposed: true),
          .of(memory.inputs.constant, h),
          accumulate: true, into: gradient.pointer + layout.head.offset, h)
      }
    }
    return nats
  }

  /// The hidden states that predict the targets, and zero rows up to `rows`.
  private func gather(_ group: ArraySlice<Target>, rows: Int, into inputs: AlignedBuffer<Element>) {
    let h = c.hiddenSize
    Parallel.ranges(rows, grain: 64) { r in
      for i in r {
        if i < group.count {
          Kernels.store(space.hidden.constant + group[group.startIndex + i].row * h, inputs.pointer + i * h, h)
        } else {
          (inputs.pointer + i * h).update(repeating: Element(rounding: 0), count: h)
        }
      }
    }
  }

  /// Blocks of the vocabulary, cut at the tensors' borders where the matrix has several.
  private func blocks(of part: Range<Int>) -> [Range<Int>] {
    let tokens = Self.blockBytes / MemoryLayout<Element>.size
    return stride(from: part.lowerBound, to: part.upperBound, by: tokens).map { $0..<min(part.upperBound, $0 + tokens) }
  }

  /// Fills the largest logits, sums and, if they are kept, exponentials of the group, and the targets' own logits; returns
  /// the blocks in order.
  private func exponentials(
    _ group: ArraySlice<Target>, rows: Int, _ memory: LossMemory<Element>, keeping: Bool
  ) -> [Range<Int>] {
    let h = c.hiddenSize
    let engine = matrices.engine
    var all: [Range<Int>] = []
    w.operands(of: layout.head, as: Element.self, copies: keeping) { part, head in
      let blocks = blocks(of: part)
      let known = all.count
      memory.reserve(blocks: known + blocks.count)
      Parallel.forEach(blocks.count) { b in
        let tokens = blocks[b]
        lossShares.lend(
          suits: { $0.matrix.k == h && $0.matrix.n == tokens.count && $0.matrix.engine == engine },
          make: { LossShare(k: h, n: tokens.count, engine) }
        ) { share in
          profile.measure("packing of weights", bytes: 4 * Double(h * tokens.count)) {
            share.matrix.pack(head.part(row: tokens.lowerBound - part.lowerBound, column: 0).transpose)
          }
          for from in stride(from: 0, to: rows, by: TileRows.most) {
            let count = min(TileRows.most, rows - from)
            profile.measure("products: y = x Wᵀ", operations: 2 * Double(count * tokens.count * h)) {
              share.matrix.multiply(
                count, memory.inputs.constant + from * h, h, into: share.logits.pointer, tokens.count)
            }
            profile.measure("cross-entropy", bytes: keeping ? 2 * Double(count * tokens.count) : 0) {
              for i in from..<min(from + count, group.count) {
                let logits = share.logits.pointer + (i - from) * tokens.count
                let target = group[group.startIndex + i].token
                if tokens.contains(target) { memory.wanted.pointer[i] = logits[target - tokens.lowerBound] }
                let (top, total) = Kernels.partialSoftmax(
                  logits, count: tokens.count,
                  kept: keeping ? memory.exponentials.pointer + i * memory.stride + tokens.lowerBound : nil)
                memory.tops.pointer[(known + b) * memory.rows + i] = top
                memory.totals.pointer[(known + b) * memory.rows + i] = total
              }
            }
          }
        }
      }
      all += blocks
    }
    return all
  }

  /// Nats of target `i` from its blocks, in order. With a scale its tops become what the blocks' exponentials are to be
  /// multiplied by, and its own logit the gradient of itself.
  private func combine(_ blocks: Int, _ i: Int, _ memory: LossMemory<Element>, scale: Float?) -> Double {
    let (tops, totals) = (memory.tops.pointer + i, memory.totals.pointer + i)
    var top = tops[0]
    for b in 0..<blocks { top = max(top, tops[b * memory.rows]) }
    var total = 0.0
    for b in 0..<blocks {
      total += Double(totals[b * memory.rows]) * Elementary.exp(Double(tops[b * memory.rows] - top))
    }
    let wanted = memory.wanted.pointer[i]
    if let scale {
      let share = Double(scale) / total
      for b in 0..<blocks {
        tops[b * memory.rows] = Float(share * Elementary.exp(Double(tops[b * memory.rows] - top)))
      }
      memory.wanted.pointer[i] = Float(share * Elementary.exp(Double(wanted - top)) - Double(scale))
    }
    return Double(top - wanted) + Elementary.log(total)
  }

  /// The exponentials become the gradients of the logits, and the rows of `gradients.normed` at the targets their product with
  /// the output matrix.
  private func inputGradient(
    _ group: ArraySlice<Target>, rows: Int, _ blocks: [Range<Int>], _ memory: LossMemory<Element>
  ) {
    let (h, stride) = (c.hiddenSize, memory.stride)
    w.operands(of: layout.head, as: Element.self) { part, head in
      for first in Swift.stride(from: part.lowerBound, to: part.upperBound, by: Self.tokensAtOnce) {
        let tokens = first..<min(part.upperBound, first + Self.tokensAtOnce)
        profile.measure("cross-entropy", everywhere: true, bytes: 4 * Double(group.count * tokens.count)) {
          Parallel.ranges(group.count, grain: 8) { r in
            for (b, block) in blocks.enumerated() where tokens.contains(block.lowerBound) {
              for i in r { finish(i, group[group.startIndex + i].token, b, block, memory) }
            }
          }
        }
        profile.measure(
          "products: dx = dy W", everywhere: true, operations: 2 * Double(rows * h * tokens.count)
        ) {
          Self.product.multiply(
            rows, h, tokens.count, .of(memory.exponentials.constant + first, stride),
            head.part(row: first - part.lowerBound, column: 0), accumulate: first > 0,
            into: memory.inputGradients.pointer, h)
        }
      }
    }
    let dHidden = space.gradients.normed.pointer
    Parallel.ranges(group.count, grain: 128) { r in
      for i in r {
        (dHidden + group[group.startIndex + i].row * h).update(from: memory.inputGradients.constant + i * h, count: h)
      }
    }
  }

  /// The gradient of the logits of row `i` in block `b`, from their exponentials.
  private func finish(_ i: Int, _ target: Int, _ b: Int, _ tokens: Range<Int>, _ memory: LossMemory<Element>) {
    let row = memory.exponentials.pointer + i * memory.stride
    Kernels.scale(row + tokens.lowerBound, by: memory.tops.pointer[b * memory.rows + i], tokens.count)
    if tokens.contains(target) { Kernels.store(memory.wanted.constant + i, row + target, 1) }
  }

  private func memory(rows: Int, stride: Int, gradients: Bool) -> LossMemory<Element> {
    if let kept = lossMemory, kept.rows >= rows, kept.exponentials.count > 0 || !gradients { return kept }
    lossMemory = nil
    let made = LossMemory<Element>(rows: rows, hidden: c.hiddenSize, stride: stride, gradients: gradients)
    lossMemory = made
    return made
  }

  private func results(nats: AlignedBuffer<Double>, perToken: Bool) -> [SegmentLoss] {
    var at = 0
    return zip(batch, starts).map { segment, start in
      let n = segment.targetCount
      var result = SegmentLoss(nats: 0, count: n)
      for i in at..<at + n { result.nats += nats.pointer[i] }
      if perToken { result.perToken = (at..<at + n).map { Float(nats.pointer[$0]) } }
      at += n
      if let pool = segment.pool { result.pooled = pooled(pool, start, rising: segment.poolRises) }
      return result
    }
  }

  /// The mean of the last hidden states over positions of the segment that begins at `start`; with `rising` the i-th position
  /// weighs i (SGPT, arXiv 2202.08904, section 4.1.1).
  private func pooled(_ positions: Range<Int>, _ start: Int, rising: Bool) -> [Float] {
    var sum = [Double](repeating: 0, count: c.hiddenSize)
    var total = 0.0
    for (place, p) in positions.enumerated() {
      let row = space.hidden.pointer + (start + p) * c.hiddenSize
      let weight = rising ? Double(place + 1) : 1
      total += weight
      for i in sum.indices { sum[i] += weight * Double(row[i]) }
    }
    return sum.map { Float($0 / total) }
  }

  /// The logits of every token of the batch, total x vocabulary.
  func logits() -> [Float] {
    let out = AlignedBuffer<Float>(uninitialized: total * c.vocabularySize)
    multiplyByHead(space.hidden, rows: total, into: out)
    return Array(UnsafeBufferPointer(start: out.pointer, count: out.count))
  }

  /// logits = x Wᵀ. Few rows read the weights as they are stored.
  func multiplyByHead(_ x: AlignedBuffer<Float>, rows: Int, into logits: AlignedBuffer<Float>, few: Bool = false) {
    let (h, v) = (c.hiddenSize, c.vocabularySize)
    if few, rows < Self.fewRows {
      return w.multiplyFew(x.constant, rows: rows, inputs: h, layout.head.offset, outputs: v, into: logits.pointer)
    }
    w.operands(of: layout.head, as: Element.self) { part, head in
      Self.product.multiply(
        rows, part.count, h, .f32(x.constant, h), head.transpose, into: logits.pointer + part.lowerBound, v)
    }
  }
}

/// What the loss works in, for groups of so many rows.
final class LossMemory<Element: StoredElement> {
  let rows: Int
  /// Distance between the rows of `exponentials`.
  let stride: Int
  let inputs: AlignedBuffer<Element>  // rows x hidden
  let inputGradients: AlignedBuffer<Float>  // rows x hidden
  let exponentials: AlignedBuffer<Element>  // rows x vocabulary, with gradients
  let wanted: AlignedBuffer<Float>  // the targets' own logits
  private(set) var tops = AlignedBuffer<Float>(count: 0)  // blocks x rows, and so are the totals
  private(set) var totals = AlignedBuffer<Float>(count: 0)

  init(rows: Int, hidden: Int, stride: Int, gradients: Bool) {
    self.rows = rows
    self.stride = stride
    inputs = AlignedBuffer(uninitialized: rows * hidden)
    inputGradients = AlignedBuffer(uninitialized: gradients ? rows * hidden : 0)
    // Rows of padding have no exponentials, and what products read must be numbers.
    exponentials = AlignedBuffer(count: gradients ? rows * stride : 0)
    wanted = AlignedBuffer(count: rows)
  }

  /// Room for so many blocks; what earlier ones hold stays.
  func reserve(blocks: Int) {
    guard tops.count < blocks * rows else { return }
    func grown(_ old: AlignedBuffer<Float>) -> AlignedBuffer<Float> {
      let new = AlignedBuffer<Float>(uninitialized: blocks * rows)
      new.pointer.update(from: old.pointer, count: old.count)
      return new
    }
    (tops, totals) = (grown(tops), grown(totals))
  }
}

/// What a thread works in while it computes a block of logits.
final class LossShare<Element: StoredElement> {
  let matrix: PackedMatrix<Element>
  let logits: AlignedBuffer<Float>

  init(k: Int, n: Int, _ engine: PackedEngine) {
    matrix = PackedMatrix(k: k, n: n, engine: engine)
    logits = AlignedBuffer(uninitialized: TileRows.most * n)
  }
}
