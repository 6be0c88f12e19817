import Kernels
import Numerics

/// The output matrix and cross-entropy in bfloat16, with float32 logits that exist a block at a time only: of 128 targets
/// and 512 tokens of the vocabulary, in the cache of the thread that has computed them.
///
/// Of each block and target the largest logit and the sum of exponentials relative to it are kept; from all blocks of a
/// target follows its softmax (as arXiv 1805.02867 does it for one pass). With gradients the exponentials are kept too, in
/// bfloat16, and become the gradients of the logits when the products read them.
extension Decoder {
  /// Tokens of the vocabulary in a block.
  private static let blockTokens = 512
  /// Targets that are taken at once where no gradient is wanted.
  private static let mostTargets = 8192
  /// Bytes of exponentials that exist at once: a product over many targets reads and writes the output matrix's gradient,
  /// which is large, seldom.
  private static let gradientBytes = 64 << 20
  /// Blocks whose part of the output matrix is packed at once for the products with gradients.
  private static let packedBlocks = 16

  /// As `run`: groups of targets of nearly equal size.
  func runRounded(scale: Float?, into gradient: AlignedBuffer<Float>?) -> AlignedBuffer<Double> {
    let targets = targets
    let nats = AlignedBuffer<Double>(count: targets.count)
    guard !targets.isEmpty else { return nats }
    let least = PackedMatrix.leastRows
    func padded(_ n: Int) -> Int { (n + least - 1) / least * least }
    let stride = (c.vocabularySize + 31) / 32 * 32
    let most = scale == nil ? Self.mostTargets : max(least, Self.gradientBytes / (2 * stride) / least * least)
    let groups = (targets.count + most - 1) / most
    let size = padded((targets.count + groups - 1) / groups)
    // A little more, so that groups of nearly the same size do not begin anew each time.
    let memory = lossMemory(rows: min(most, (size + 511) / 512 * 512), stride: stride, gradients: scale != nil)
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
      let (h, v) = (c.hiddenSize, c.vocabularySize)
      profile.measure(
        "products: dW += dyᵀ x", everywhere: true, operations: 2 * Double(rows * v * h),
        bytes: 2 * Double(rows * (v + h)) + 8 * Double(v * h)
      ) {
        product.multiply(
          v, h, rows, .bf16(memory.exponentials.constant, stride, transposed: true), .bf16(memory.inputs.constant, h),
          accumulate: true, into: gradient.pointer + layout.head, h)
      }
    }
    return nats
  }

  /// The hidden states that predict the targets, and zero rows up to `rows`.
  private func gather(_ group: ArraySlice<Target>, rows: Int, into inputs: AlignedBuffer<UInt16>) {
    let h = c.hiddenSize
    Parallel.ranges(rows, grain: 64) { r in
      for i in r {
        if i < group.count {
          Kernels.narrowBrain(
            hidden.constant + group[group.startIndex + i].row * h, inputs.pointer + i * h, h)
        } else {
          (inputs.pointer + i * h).update(repeating: 0, count: h)
        }
      }
    }
  }

  /// Blocks of the vocabulary, cut at the tensors' borders where the matrix has several.
  private func blocks(of part: Range<Int>) -> [Range<Int>] {
    stride(from: part.lowerBound, to: part.upperBound, by: Self.blockTokens).map {
      $0..<min(part.upperBound, $0 + Self.blockTokens)
    }
  }

  /// Fills the largest logits, sums and, if they are kept, exponentials of the group, and the targets' own logits; returns
  /// the blocks in order.
  private func exponentials(
    _ group: ArraySlice<Target>, rows: Int, _ memory: LossMemory, keeping: Bool
  ) -> [Range<Int>] {
    let (h, v) = (c.hiddenSize, c.vocabularySize)
    var all: [Range<Int>] = []
    w.operands(of: layout.head, outputs: v, inputs: h, .bf16, copies: keeping) { part, head in
      let blocks = blocks(of: part)
      let known = all.count
      memory.reserve(blocks: known + blocks.count)
      Parallel.forEach(blocks.count) { b in
        let tokens = blocks[b]
        LossShare.with(lossShares, k: h, n: tokens.count) { share in
          profile.measure("packing of weights", bytes: 4 * Double(h * tokens.count)) {
            share.matrix.pack(head.part(row: tokens.lowerBound - part.lowerBound, column: 0).transpose)
          }
          for from in stride(from: 0, to: rows, by: PackedMatrix.mostRows) {
            let count = min(PackedMatrix.mostRows, rows - from)
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
                  rounded: keeping ? memory.exponentials.pointer + i * memory.stride + tokens.lowerBound : nil)
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
  private func combine(_ blocks: Int, _ i: Int, _ memory: LossMemory, scale: Float?) -> Double {
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

  /// The exponentials become the gradients of the logits, and dNormed's rows at the targets their product with the output
  /// matrix.
  private func inputGradient(_ group: ArraySlice<Target>, rows: Int, _ blocks: [Range<Int>], _ memory: LossMemory) {
    let (h, v) = (c.hiddenSize, c.vocabularySize)
    var known = 0
    w.operands(of: layout.head, outputs: v, inputs: h, .bf16) { part, head in
      let count = blocks[known...].prefix { part.contains($0.lowerBound) }.count
      for first in stride(from: known, to: known + count, by: Self.packedBlocks) {
        let chunk = first..<min(known + count, first + Self.packedBlocks)
        profile.measure("packing of weights", everywhere: true, bytes: 4 * Double(h * Self.blockTokens * chunk.count)) {
          memory.pack(chunk.map { blocks[$0] }, inputs: h) {
            head.part(row: $0 - part.lowerBound, column: 0)
          }
        }
        Parallel.ranges(rows, grain: PackedMatrix.mostRows) { r in
          for b in chunk {
            profile.measure("cross-entropy", bytes: 4 * Double(r.count * blocks[b].count)) {
              for i in r.clamped(to: 0..<group.count) {
                finish(i, group[group.startIndex + i].token, b, blocks[b], memory)
              }
            }
            profile.measure("products: dx = dy W", operations: 2 * Double(r.count * h * blocks[b].count)) {
              memory.packed[b - chunk.lowerBound].multiply(
                r.count, memory.exponentials.constant + r.lowerBound * memory.stride + blocks[b].lowerBound,
                memory.stride, accumulate: b > 0, into: memory.inputGradients.pointer + r.lowerBound * h, h)
            }
          }
        }
      }
      known += count
    }
    Parallel.ranges(group.count, grain: 128) { r in
      for i in r {
        (dNormed.pointer + group[group.startIndex + i].row * h).update(
          from: memory.inputGradients.constant + i * h, count: h)
      }
    }
  }

  /// The gradient of the logits of row `i` in block `b`, from their exponentials.
  private func finish(_ i: Int, _ target: Int, _ b: Int, _ tokens: Range<Int>, _ memory: LossMemory) {
    let row = memory.exponentials.pointer + i * memory.stride
    Kernels.scaleBrain(row + tokens.lowerBound, by: memory.tops.pointer[b * memory.rows + i], tokens.count)
    if tokens.contains(target) { Kernels.narrowBrain(memory.wanted.constant + i, row + target, 1) }
  }

  private func lossMemory(rows: Int, stride: Int, gradients: Bool) -> LossMemory {
    if let kept = keptLossMemory, kept.rows >= rows, kept.exponentials.count > 0 || !gradients { return kept }
    keptLossMemory = nil
    let made = LossMemory(rows: rows, hidden: c.hiddenSize, stride: stride, gradients: gradients)
    keptLossMemory = made
    return made
  }
}

/// What the output layer in bfloat16 works in, for groups of so many rows.
final class LossMemory {
  let rows: Int
  /// Distance between the rows of `exponentials`.
  let stride: Int
  let inputs: AlignedBuffer<UInt16>  // rows x hidden
  let inputGradients: AlignedBuffer<Float>  // rows x hidden
  let exponentials: AlignedBuffer<UInt16>  // rows x vocabulary, with gradients
  let wanted: AlignedBuffer<Float>  // the targets' own logits
  private(set) var tops = AlignedBuffer<Float>(count: 0)  // blocks x rows, and so are the totals
  private(set) var totals = AlignedBuffer<Float>(count: 0)
  /// Of the blocks whose products with gradients are being computed.
  private(set) var packed: [PackedMatrix] = []

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
    let (oldTops, oldTotals) = (tops, totals)
    tops = AlignedBuffer(uninitialized: blocks * rows)
    totals = AlignedBuffer(uninitialized: blocks * rows)
    tops.pointer.update(from: oldTops.pointer, count: oldTops.count)
    totals.pointer.update(from: oldTotals.pointer, count: oldTotals.count)
  }

  /// Packs the blocks' rows of the output matrix, each given by its first token, on all threads.
  func pack(_ blocks: [Range<Int>], inputs h: Int, _ operand: (Int) -> MatrixOperand) {
    for (i, block) in blocks.enumerated() {
      if i == packed.count {
        packed.append(PackedMatrix(k: block.count, n: h))
      } else if packed[i].k != block.count {
        packed[i] = PackedMatrix(k: block.count, n: h)
      }
    }
    Parallel.forEach(blocks.count) { packed[$0].pack(operand(blocks[$0].lowerBound)) }
  }
}

/// What a thread works in while it computes a block of logits.
final class LossShare {
  let matrix: PackedMatrix
  let logits: AlignedBuffer<Float>

  private init(k: Int, n: Int) {
    matrix = PackedMatrix(k: k, n: n)
    logits = AlignedBuffer(uninitialized: PackedMatrix.mostRows * n)
  }

  static func with(_ pool: Pool<LossShare>, k: Int, n: Int, _ body: (LossShare) -> Void) {
    pool.lend(suits: { $0.matrix.k == k && $0.matrix.n == n }, make: { LossShare(k: k, n: n) }, body)
  }
}
