import Foundation
import Kernels
import Numerics

/// Elementwise kernels against the memory: bytes per second of each, beside a plain copy's on the same threads.
///
/// What fits no cache is bound by bytes; a kernel far below the copy is bound by its arithmetic.
enum KernelsBenchmark {
  private static let rows = 8192
  private static let width = 1408
  private static let count = rows * width
  private static let vocabulary = 50_257

  private struct Kernel {
    var name: String
    /// Bytes read and written an element.
    var bytes: Double
    var elements = Double(count)
    /// Over these rows of `width` values.
    var run: (Range<Int>) -> Void
  }

  private static func filled(_ count: Int) -> AlignedBuffer<Float> {
    let x = AlignedBuffer<Float>(uninitialized: count)
    for i in 0..<count { x.pointer[i] = Float((i * 7919) % 1001) / 250 - 2 }
    return x
  }

  static func run() {
    let (a, b, c) = (filled(2 * count), filled(2 * count), filled(2 * count))
    let g = filled(2 * count)
    let half = AlignedBuffer<BFloat16>(count: 2 * count)
    let moments = filled(2 * rows)
    // A turn that keeps lengths: values stay what they are, however often it is repeated.
    let cosines = AlignedBuffer<Float>(count: 1024 * 64)
    let sines = AlignedBuffer<Float>(count: 1024 * 64)
    for i in 0..<cosines.count { (cosines.pointer[i], sines.pointer[i]) = (0.6, 0.8) }
    let positions = AlignedBuffer<Int32>(count: rows)
    for i in 0..<rows { positions.pointer[i] = Int32(i % 1024) }
    func at(_ r: Range<Int>) -> Int { r.lowerBound * width }
    let kernels = [
      Kernel(name: "copy", bytes: 8) { (a.pointer + at($0)).update(from: b.pointer + at($0), count: $0.count * width) },
      Kernel(name: "to bfloat16", bytes: 6) {
        Kernels.store(a.constant + at($0), half.pointer + at($0), $0.count * width)
      },
      Kernel(name: "RMS norm", bytes: 8) {
        Kernels.normalize(
          a.pointer + at($0), weight: c.constant, bias: nil, b.pointer + at($0), mean: moments.pointer,
          inverse: moments.pointer + $0.lowerBound, rows: $0.count, width: width, epsilon: 1e-5)
      },
      Kernel(name: "RMS norm backward", bytes: 16) {
        Kernels.normBackward(
          a.constant + at($0), weight: c.constant, mean: nil, inverse: moments.constant + $0.lowerBound,
          dy: b.constant + at($0), dx: g.pointer + at($0), rows: $0.count, width: width)
      },
      Kernel(name: "rotary, 11 heads of 128", bytes: 8) {
        Kernels.rotate(
          a.constant + at($0), into: a.pointer + at($0), rows: $0.count, width: width, heads: 11, dimension: 128,
          rotated: 128, positions: positions.constant + $0.lowerBound, cosines: cosines.constant, sines: sines.constant)
      },
      Kernel(name: "SwiGLU", bytes: 12) {
        Kernels.gated(.silu, a.constant + 2 * at($0), b.pointer + at($0), rows: $0.count, width: width)
      },
      Kernel(name: "SwiGLU to bfloat16", bytes: 10) {
        Kernels.gated(.silu, a.constant + 2 * at($0), half.pointer + at($0), rows: $0.count, width: width)
      },
      Kernel(name: "SwiGLU backward", bytes: 24) {
        Kernels.gatedBackward(.silu, g.pointer + 2 * at($0), b.pointer + at($0), rows: $0.count, width: width)
      },
      Kernel(name: "AdamW", bytes: 28) {
        Kernels.adamW(
          a.pointer + at($0), g.constant + at($0), mean: b.pointer + at($0), variance: c.pointer + at($0),
          $0.count * width, gradientScale: 0.5, rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.01,
          correction1: 0.1, correction2: 0.1)
      },
      Kernel(name: "AdamW, gradient to 0, to bfloat16", bytes: 34) {
        Kernels.adamWStep(
          a.pointer + at($0), g.pointer + at($0), mean: b.pointer + at($0), variance: c.pointer + at($0),
          bfloat16Copy: half.pointer + at($0), $0.count * width, gradientScale: 0.5, rate: 1e-4, beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8, decay: 0.01, correction1: 0.1, correction2: 0.1)
      },
    ]
    print(
      "\(rows) x \(width) values, \(Threads.count) threads".padding(40) + column("GB/s", 8)
        + column("of copy", 10))
    var copy = 0.0
    for kernel in kernels {
      for (buffer, other) in [(a, b), (c, g)] {
        for i in 0..<buffer.count {
          let value = Float((i * 7919) % 1001) / 500 - 1
          (buffer.pointer[i], other.pointer[i]) = (abs(value), value)
        }
      }
      let time = bestSeconds { Parallel.ranges(rows, grain: 32, kernel.run) }
      let rate = kernel.bytes * kernel.elements / time
      if kernel.name == "copy" { copy = rate }
      print(
        kernel.name.padding(40) + column(String(format: "%.1f", rate / 1e9), 8)
          + column("\(Int(100 * rate / copy)) %", 10))
    }
    softmaxes(a, half)
  }

  /// Kernels bound by exponentials: nanoseconds an element and thread.
  private static func softmaxes(_ logits: AlignedBuffer<Float>, _ half: AlignedBuffer<BFloat16>) {
    let rows = logits.count / vocabulary
    func report(_ name: String, _ elements: Int, _ body: (Int) -> Void) {
      let time = bestSeconds { Parallel.forEach(rows, body) }
      let each = time / Double(rows * elements) * Double(Threads.count) * 1e9
      print(name.padding(40) + column(String(format: "%.2f", each), 8) + " ns an element and thread")
    }
    report("a part's softmax, block of 128 x 512", 128 * 512) { i in
      for t in 0..<128 {
        let at = i * vocabulary + t * 512 % (vocabulary - 512)
        _ = Kernels.partialSoftmax(logits.pointer + at, count: 512, kept: half.pointer + at)
      }
    }
    let block = Kernels.ScoreBlock(
      firstQuery: 512, firstKey: 0, rows: 96, paddedRows: 96, keys: 512, columns: 512, window: .max)
    let state = filled(rows * 4 * 128)
    report("attention, block of 96 x 512", 96 * 512) { i in
      let s = state.pointer + i * 512
      for t in 0..<96 { (s[t], s[128 + t]) = (-.infinity, 0) }
      Kernels.onlineSoftmax(
        logits.pointer + i * vocabulary, block, scale: 0.125, top: s, total: s + 128, correction: s + 256,
        into: half.pointer + i * vocabulary)
    }
    let dp = filled(rows * 96 * 512)
    let ds = AlignedBuffer<BFloat16>(count: rows * vocabulary)
    report("attention backward, block of 96 x 512", 96 * 512) { i in
      Kernels.onlineSoftmaxBackward(
        logits.pointer + i * vocabulary, dp.pointer + i * 96 * 512, block, scale: 0.125, logSum: state.constant,
        delta: state.constant, into: half.pointer + i * vocabulary, ds.pointer + i * vocabulary)
    }
  }
}
