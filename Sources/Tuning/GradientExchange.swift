import Kernels
import LanguageModel
import Numerics
import Ranks

/// How ranks join the gradients of a step's parts: every rank owns a stretch of the flat gradient, its shard, is sent that stretch of
/// every part, and adds them in the parts' order. With the shard of AdamW's moments it changes its stretch of the weights, and sends
/// it to all (ZeRO-1, arXiv 1910.02054).
///
/// A rank that orders steps and computes none owns nothing, and nothing is sent to it.
///
/// A layer's stretch is on its way as soon as the backward pass is done with it.
final class GradientExchange {
  let shard: Range<Int>
  /// Of the shard, over the parts so far.
  let sum: AlignedBuffer<Float>
  private let link: any Link
  private let workers: Range<Int>
  private let shards: [Range<Int>]
  /// The flat buffer in stretches, in the order in which a backward pass is done with them: the last layer first, and last what lies
  /// around the layers.
  private let buckets: [Range<Int>]
  private let layers: Int
  private let mail = Mail()
  /// Of each rank that has a part in this round, its stretch of the shard.
  private var received: [Int: AlignedBuffer<Float>] = [:]
  private var isFirst = true
  /// The next bucket to be sent, and what is sent.
  private var next = 0

  init(_ group: TuningGroup, _ model: LanguageModel) {
    link = group.link
    workers = group.workers
    let size = model.trainable.size
    let owned = Self.shards(size, among: workers.count)
    shards = (0..<link.size).map { [workers] in workers.contains($0) ? owned[$0 - workers.lowerBound] : size..<size }
    shard = shards[link.rank]
    sum = AlignedBuffer(count: shard.count)
    let ranges = model.adapter == nil ? model.layout.layerRanges : []
    layers = ranges.count
    var around: [Range<Int>] = []
    var place = 0
    for range in ranges + [size..<size] {
      if place < range.lowerBound { around.append(place..<range.lowerBound) }
      place = range.upperBound
    }
    buckets = ranges.reversed() + around
  }

  deinit { mail.close() }

  /// Stretches of nearly equal length that begin where a block of the norm's sums does.
  static func shards(_ size: Int, among ranks: Int) -> [Range<Int>] {
    let grain = Gradient.squaresGrain
    let blocks = (size + grain - 1) / grain
    return (0..<ranks).map { rank in
      min(size, rank * blocks / ranks * grain)..<min(size, (rank + 1) * blocks / ranks * grain)
    }
  }

  /// Begins a round in which the first `count` workers have a part each: what is sent here from now on is received.
  func begin(_ count: Int) throws {
    next = 0
    for rank in workers.prefix(count) where rank != link.rank && !shard.isEmpty {
      let buffer = received[rank] ?? AlignedBuffer<Float>(uninitialized: shard.count)
      received[rank] = buffer
      for bucket in buckets {
        let own = bucket.clamped(to: shard)
        guard !own.isEmpty else { continue }
        let bytes = UnsafeMutableRawBufferPointer(
          start: buffer.pointer + own.lowerBound - shard.lowerBound, count: 4 * own.count)
        mail.add(try link.receive(bytes, from: rank, tag: Tag.gradients))
      }
    }
  }

  /// The backward pass is done with that layer of the part's last micro-batch.
  func layerIsDone(_ layer: Int, of gradient: UnsafePointer<Float>) throws {
    try send(upTo: layers - layer, of: gradient)
  }

  private func send(upTo end: Int, of gradient: UnsafePointer<Float>) throws {
    while next < end {
      let bucket = buckets[next]
      next += 1
      for (rank, shard) in shards.enumerated() where rank != link.rank {
        let theirs = bucket.clamped(to: shard)
        guard !theirs.isEmpty else { continue }
        let bytes = UnsafeRawBufferPointer(start: gradient + theirs.lowerBound, count: 4 * theirs.count)
        mail.add(try link.send(bytes, to: rank, tag: Tag.gradients))
      }
    }
  }

  /// Ends the round: sends what is left of this rank's part, waits for the others', and adds all of them in order.
  /// - Parameters:
  ///   - count: workers that have a part.
  ///   - gradient: of this rank's, where it has one; it is not needed afterwards.
  func finish(_ count: Int, _ gradient: AlignedBuffer<Float>?, willWait: () throws -> Void = {}) throws {
    if let gradient { try send(upTo: buckets.count, of: gradient.constant) }
    try mail.wait(willWait)
    for rank in workers.prefix(count) {
      let values = rank == link.rank ? gradient.map { $0.constant + shard.lowerBound } : received[rank]?.constant
      guard let values else { continue }
      let (isFirst, sum) = (isFirst, sum)
      Parallel.ranges(shard.count, grain: 1 << 16) { r in
        if isFirst {
          (sum.pointer + r.lowerBound).update(from: values + r.lowerBound, count: r.count)
        } else {
          Kernels.add(values + r.lowerBound, to: sum.pointer + r.lowerBound, r.count)
        }
      }
      self.isFirst = false
    }
  }

  /// Frees, between steps, what the next one makes again.
  func shrink() { received = [:] }

  /// The next part is the first of a step.
  func beginStep() { isFirst = true }

  /// Every worker's stretch of the weights to every worker.
  func shareWeights(_ weights: UnsafeMutablePointer<Float>, willWait: () throws -> Void = {}) throws {
    for rank in workers where rank != link.rank {
      let theirs = shards[rank]
      if !theirs.isEmpty {
        let bytes = UnsafeMutableRawBufferPointer(start: weights + theirs.lowerBound, count: 4 * theirs.count)
        mail.add(try link.receive(bytes, from: rank, tag: Tag.gradients))
      }
      if !shard.isEmpty {
        let bytes = UnsafeRawBufferPointer(start: weights + shard.lowerBound, count: 4 * shard.count)
        mail.add(try link.send(bytes, to: rank, tag: Tag.gradients))
      }
    }
    try mail.wait(willWait)
  }

  /// All weights, from a worker that sends them under their tag.
  func receive(_ weights: AlignedBuffer<Float>, from rank: Int, willWait: () throws -> Void) throws {
    let bytes = UnsafeMutableRawBufferPointer(start: weights.pointer, count: 4 * weights.count)
    mail.add(try link.receive(bytes, from: rank, tag: Tag.weights))
    try mail.wait(willWait)
  }

  /// Brings the ranks' shards of some buffer together on rank 0, or from there to the ranks.
  /// - Parameters:
  ///   - whole: of all ranks, on rank 0.
  ///   - own: this rank's shard.
  func collect(_ whole: AlignedBuffer<Float>?, _ own: AlignedBuffer<Float>, willWait: () throws -> Void = {}) throws {
    if let whole {
      (whole.pointer + shard.lowerBound).update(from: own.constant, count: shard.count)
      for (rank, theirs) in shards.enumerated() where rank != link.rank && !theirs.isEmpty {
        let bytes = UnsafeMutableRawBufferPointer(start: whole.pointer + theirs.lowerBound, count: 4 * theirs.count)
        mail.add(try link.receive(bytes, from: rank, tag: Tag.gradients))
      }
    } else if !shard.isEmpty {
      mail.add(try link.send(UnsafeRawBufferPointer(own.bytes), to: 0, tag: Tag.gradients))
    }
    try mail.wait(willWait)
  }

  /// The other way.
  func distribute(_ whole: AlignedBuffer<Float>?, _ own: AlignedBuffer<Float>, willWait: () throws -> Void = {}) throws
  {
    if let whole {
      own.pointer.update(from: whole.constant + shard.lowerBound, count: shard.count)
      for (rank, theirs) in shards.enumerated() where rank != link.rank && !theirs.isEmpty {
        let bytes = UnsafeRawBufferPointer(start: whole.constant + theirs.lowerBound, count: 4 * theirs.count)
        mail.add(try link.send(bytes, to: rank, tag: Tag.gradients))
      }
    } else if !shard.isEmpty {
      let bytes = UnsafeMutableRawBufferPointer(start: own.pointer, count: 4 * own.count)
      mail.add(try link.receive(bytes, from: 0, tag: Tag.gradients))
    }
    try mail.wait(willWait)
  }
}
