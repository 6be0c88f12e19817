import Kernels
import MatMul
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
      for p in segment.targets.joined() {
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
  /// Tokens of a block, whose logits of one target are 1,024 bytes of elements.
  private static var blockTokens: Int { 1024 / MemoryLayout<Element>.size }

  /// The nats of all targets, taken in groups of nearly equal size.
  private func run(scale: Float?, into gradient: AlignedBuffer<Float>?) -> AlignedBuffer<Double> {
    let targets = targets
    let nats = AlignedBuffer<Double>(count: targets.count)
    guard !targets.isEmpty else { return nats }
    let (h, v, least) = (c.hiddenSize, c.vocabularySize, TileRows.least)
    let stride = (v + 31) / 32 * 32
    let most =
      scale == nil
      ? Self.mostTargets : max(least, Self.gradientBytes / (MemoryLayout<Element>.size * stride) / least * least)
    let groups = (targets.count + most - 1) / most
    let size = Self.padded((targets.count + groups - 1) / groups)
    // A little more, so that groups of nearly the same size do not begin anew each time.
    let memory = memory(rows: min(most, (size + 511) / 512 * 512), stride: stride, gradients: scale != nil)
    for first in Swift.stride(from: 0, to: targets.count, by: size) {
      let group = Array(targets[first..<min(targets.count, first + size)])
      gather(group, into: memory.inputs)
      exponentials(group, memory, keeping: scale != nil)
      profile.measure("cross-entropy", everywhere: true) {
        Parallel.ranges(group.count, grain: 64) { r in
          for i in r { nats.pointer[first + i] = combine(i, memory, scale: scale) }
        }
      }
      guard let gradient, scale != nil else { continue }
      inputGradient(group, memory)
      guard trainsBase else { continue }
      profile.measure(
        "products: dW += dyᵀ x", everywhere: true, operations: 2 * Double(group.count * v * h),
        bytes: Double(MemoryLayout<Element>.size * group.count * (v + h)) + 8 * Double(v * h)
      ) {
        Self.product.multiply(
          v, h, group.count, .of(memory.exponentials.constant, stride, transposed: true),
          .of(memory.inputs.constant, h), accumulate: true, into: gradient.pointer + layout.head.offset, h)
      }
    }
    return nats
  }

  /// The hidden states that predict the targets, and rows of zeros up to the padded number.
  private func gather(_ group: [Target], into inputs: AlignedBuffer<Element>) {
    let h = c.hiddenSize
    Parallel.ranges(group.count, grain: 64) { r in
      for i in r {
        store(space.hidden.constant + group[i].row * h, times: headFactor, into: inputs.pointer + i * h, h)
      }
    }
    let rest = (Self.padded(group.count) - group.count) * h
    (inputs.pointer + group.count * h).update(repeating: Element(rounding: 0), count: rest)
  }

  /// Fills the largest logits, sums and, if they are kept, exponentials of the group, and the targets' own logits.
  private func exponentials(_ group: [Target], _ memory: LossMemory<Element>, keeping: Bool) {
    let (h, backend, rows) = (c.hiddenSize, matrices.backend, Self.padded(group.count))
    memory.blocks = []
    w.operands(of: layout.head, as: Element.self, copies: keeping) { part, head in
      let known = memory.blocks.count
      memory.blocks += stride(from: part.lowerBound, to: part.upperBound, by: Self.blockTokens).map {
        $0..<min(part.upperBound, $0 + Self.blockTokens)
      }
      let blocks = memory.blocks
      Parallel.forEach(blocks.count - known) {
        let (b, tokens) = (known + $0, blocks[known + $0])
        lossShares.withWorkspace(
          suits: { $0.matrix.k == h && $0.matrix.n == tokens.count && $0.matrix.backend.isSame(as: backend) },
          make: { LossShare(k: h, n: tokens.count, backend) }
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
                if let cap = logitsCap {
                  Kernels.softCap(logits, cap: cap, tokens.count, slopes: keeping ? share.slopes.pointer : nil)
                }
                if tokens.contains(group[i].token) {
                  memory.wanted.pointer[i] = logits[group[i].token - tokens.lowerBound]
                }
                let kept = keeping ? memory.exponentials.pointer + i * memory.stride + tokens.lowerBound : nil
                memory.sums.pointer[b * memory.rows + i] = Kernels.partialSoftmax(
                  logits, count: tokens.count, kept: kept)
                // They become gradients, which pass the cap by its slope.
                if let kept, logitsCap != nil { Kernels.multiply(kept, by: share.slopes.constant, tokens.count) }
              }
            }
          }
        }
      }
    }
  }

  /// Nats of target `i` from its blocks, in order. With a scale its tops become what the blocks' exponentials are to be
  /// multiplied by, and its own logit the gradient of itself.
  private func combine(_ i: Int, _ memory: LossMemory<Element>, scale: Float?) -> Double {
    let (blocks, wanted) = (memory.sums.pointer + i, memory.wanted.pointer[i])
    let places = stride(from: 0, to: memory.blocks.count * memory.rows, by: memory.rows)
    let top = places.reduce(-.infinity) { max($0, blocks[$1].top) }
    func relative(_ x: Float) -> Double { Elementary.exp(Double(x - top)) }
    let total = places.reduce(0) { $0 + Double(blocks[$1].total) * relative(blocks[$1].top) }
    if let scale {
      let share = Double(scale) / total
      for b in places { blocks[b].top = Float(share * relative(blocks[b].top)) }
      let slope = logitsCap.map { 1 - Double(wanted / $0) * Double(wanted / $0) } ?? 1
      memory.wanted.pointer[i] = Float(slope * (share * relative(wanted) - Double(scale)))
    }
    return Double(top - wanted) + Elementary.log(total)
  }

  /// The exponentials become the gradients of the logits, and the rows of `gradients.normed` at the targets their product with
  /// the output matrix.
  private func inputGradient(_ group: [Target], _ memory: LossMemory<Element>) {
    let (h, rows) = (c.hiddenSize, Self.padded(group.count))
    w.operands(of: layout.head, as: Element.self) { part, head in
      for first in stride(from: part.lowerBound, to: part.upperBound, by: Self.tokensAtOnce) {
        let tokens = first..<min(part.upperBound, first + Self.tokensAtOnce)
        profile.measure("cross-entropy", everywhere: true, bytes: 4 * Double(group.count * tokens.count)) {
          Parallel.ranges(group.count, grain: 8) { r in
            for (b, block) in memory.blocks.enumerated() where tokens.contains(block.lowerBound) {
              for i in r {
                let row = memory.exponentials.pointer + i * memory.stride
                Kernels.scale(row + block.lowerBound, by: memory.sums.pointer[b * memory.rows + i].top, block.count)
                let own = group[i].token
                if block.contains(own) { Kernels.store(memory.wanted.constant + i, row + own, 1) }
              }
            }
          }
        }
        profile.measure(
          "products: dx = dy W", everywhere: true, operations: 2 * Double(rows * h * tokens.count)
        ) {
          Self.product.multiply(
            rows, h, tokens.count, .of(memory.exponentials.constant + first, memory.stride),
            head.part(row: first - part.lowerBound, column: 0), accumulate: first > 0,
            into: memory.inputGradients.pointer, h)
        }
      }
    }
    for (i, target) in group.enumerated() {
      store(
        memory.inputGradients.constant + i * h, times: headFactor,
        into: space.gradients.normed.pointer + target.row * h, h)
    }
  }

  private func memory(rows: Int, stride: Int, gradients: Bool) -> LossMemory<Element> {
    if let kept = lossMemory, kept.rows >= rows, kept.exponentials.count > 0 || !gradients { return kept }
    lossMemory = nil
    // Parts of a small mapped matrix are of 64 tokens.
    let blocks = max((stride + Self.blockTokens - 1) / Self.blockTokens, min(8, (stride + 63) / 64))
    let made = LossMemory<Element>(
      rows: rows, hidden: c.hiddenSize, stride: stride, blocks: blocks, gradients: gradients)
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

  /// The logits of these hidden states. Few rows read the weights as they are stored.
  func multiplyByHead(_ x: AlignedBuffer<Float>, rows: Int, into logits: AlignedBuffer<Float>, few: Bool = false) {
    let (h, v) = (c.hiddenSize, c.vocabularySize)
    defer { cap(logits, rows: rows) }
    var x = x
    if headFactor != 1 {
      let states = x
      x = AlignedBuffer(uninitialized: rows * h)
      store(states.constant, times: headFactor, into: x.pointer, rows * h)
    }
    if few, rows < Self.fewRows {
      return w.multiplyFew(x.constant, rows: rows, inputs: h, layout.head.offset, outputs: v, into: logits.pointer)
    }
    w.operands(of: layout.head, as: Element.self) { part, head in
      Self.product.multiply(
        rows, part.count, h, .f32(x.constant, h), head.transpose, into: logits.pointer + part.lowerBound, v)
    }
  }
}

extension Decoder {
  /// What logits are held between, ±, if anything: see `Kernels.softCap`.
  private var logitsCap: Float? { c.logitsCap.map { Float($0) } }

  private func cap(_ logits: AlignedBuffer<Float>, rows: Int) {
    guard let logitsCap else { return }
    Parallel.ranges(rows * c.vocabularySize, grain: 1 << 14) { r in
      Kernels.softCap(logits.pointer + r.lowerBound, cap: logitsCap, r.count)
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
  /// The vocabulary's, cut where the matrix has several parts.
  var blocks: [Range<Int>] = []
  let sums: AlignedBuffer<(top: Float, total: Float)>  // blocks x rows, of their partial softmax

  init(rows: Int, hidden: Int, stride: Int, blocks: Int, gradients: Bool) {
    (self.rows, self.stride) = (rows, stride)
    inputs = AlignedBuffer(uninitialized: rows * hidden)
    inputGradients = AlignedBuffer(uninitialized: gradients ? rows * hidden : 0)
    // Rows of padding have no exponentials, and what products read must be numbers.
    exponentials = AlignedBuffer(count: gradients ? rows * stride : 0)
    wanted = AlignedBuffer(uninitialized: rows)
    sums = AlignedBuffer(uninitialized: rows * blocks)
  }
}

/// What a thread works in while it computes a block of logits.
final class LossShare<Element: StoredElement> {
  let matrix: PackedMatrix<Element>
  let logits: AlignedBuffer<Float>
  /// Of one row's logits, where they are capped.
  private(set) lazy var slopes = AlignedBuffer<Float>(uninitialized: matrix.n)

  init(k: Int, n: Int, _ backend: any ProductBackend) {
    matrix = PackedMatrix(k: k, n: n, backend: backend)
    logits = AlignedBuffer(uninitialized: TileRows.most * n)
  }
}
