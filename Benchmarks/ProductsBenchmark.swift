import Kernels
import MatMul
import Numerics

/// The product ceiling: GFLOP/s of every matrix product of a forward and a backward pass, by precision and threads.
///
/// bf16 is measured twice: with both operands in bfloat16 already (the library's own rate), and as a decoder uses it, with
/// bfloat16 weights and float32 activations that are converted on the way.
enum ProductsBenchmark {
  /// A model's shape.
  struct Model {
    var name: String
    var layers: Int
    var hidden: Int
    /// Width of all query heads together.
    var query: Int
    /// Width of query, key and value side by side.
    var attention: Int
    /// Width of gate and up side by side, or of up alone.
    var up: Int
    var intermediate: Int
    var vocabulary = 50_257

    /// The 49M and 150M models of the project's measurements.
    static let known = [
      Model(name: "49M", layers: 8, hidden: 512, query: 512, attention: 1024, up: 2816, intermediate: 1408),
      Model(name: "150M", layers: 16, hidden: 768, query: 768, attention: 1280, up: 4096, intermediate: 2048),
    ]
  }

  struct Product {
    var name: String
    var m: Int
    var n: Int
    var k: Int
    var transposeA = false
    var transposeB = false
    /// How often a training step of `rows` tokens has it.
    var uses: Double
    var flops: Double { 2 * Double(m) * Double(n) * Double(k) }
  }

  static let rows = 2048
  /// Positions whose logits are computed at once.
  private static let outputRows = 512
  /// Of the tokens of evol-codealpaca-1 so many are learned, and only these have logits.
  private static let learnedShare = 0.7

  static func products(_ model: Model) -> [Product] {
    let layers = Double(model.layers)
    let chunks = learnedShare * Double(rows) / Double(outputRows)
    let matrices = [
      ("q, k, v", model.attention, model.hidden, rows, layers),
      ("attention out", model.hidden, model.query, rows, layers),
      ("gate, up", model.up, model.hidden, rows, layers), ("down", model.hidden, model.intermediate, rows, layers),
      ("output", model.vocabulary, model.hidden, outputRows, chunks),
    ]
    return matrices.flatMap { name, outputs, inputs, rows, uses in
      [
        Product(name: name + ": y = x Wᵀ", m: rows, n: outputs, k: inputs, transposeB: true, uses: uses),
        Product(name: name + ": dx = dy W", m: rows, n: inputs, k: outputs, uses: uses),
        Product(name: name + ": dW += dyᵀ x", m: outputs, n: inputs, k: rows, transposeA: true, uses: uses),
      ]
    }
  }

  static func run() throws {
    let version = OneDNN.library.map { "oneDNN \($0.version)" } ?? "no oneDNN"
    print("\(Products.current.engineName), \(version), GFLOP/s")
    if let obstacle = Precision.bf16.obstacle { print("no bf16 here: \(obstacle)") }
    let columns = [(1, Precision.f32), (2, .f32), (1, .bf16), (2, .bf16)].filter {
      $0.0 <= Threads.processors && $0.1.obstacle == nil
    }
    for model in Model.known {
      let heads = columns.map {
        column("\($0.1.rawValue) x\($0.0)", 10) + ($0.1 == .bf16 ? column("converting", 12) : "")
      }
      print("\(model.name), \(rows) tokens".padding(36) + heads.joined())
      var times = [Double](repeating: 0, count: 2 * columns.count)
      var flops = 0.0
      for product in products(model) {
        var line = product.name.padding(36)
        flops += product.flops
        for (i, (threads, precision)) in columns.enumerated() {
          for converting in precision == .bf16 ? [false, true] : [false] {
            let time = measure(product, precision, threads, converting: converting)
            times[2 * i + (converting ? 1 : 0)] += time
            line += column("\(Int(product.flops / time / 1e9))", converting ? 12 : 10)
          }
        }
        print(line)
      }
      print(
        "all of them".padding(36)
          + times.enumerated().filter { $0.element > 0 }.map {
            column("\(Int(flops / $0.element / 1e9))", $0.offset % 2 == 1 ? 12 : 10)
          }.joined())
    }
  }

  private static func measure(_ p: Product, _ precision: Precision, _ threads: Int, converting: Bool) -> Double {
    Threads.set(threads)
    defer { Threads.set(Threads.processors) }
    let a = AlignedBuffer<Float>(count: p.m * p.k)
    let b = AlignedBuffer<Float>(count: p.k * p.n)
    let c = AlignedBuffer<Float>(count: p.m * p.n)
    for i in 0..<a.count { a.pointer[i] = Float(i % 7) * 0.1 }
    for i in 0..<b.count { b.pointer[i] = Float(i % 5) * 0.1 }
    func operand(_ x: AlignedBuffer<Float>, _ short: AlignedBuffer<BFloat16>?, _ stride: Int, _ transposed: Bool)
      -> MatrixOperand
    {
      guard let short else { return .f32(x.constant, stride, transposed: transposed) }
      Kernels.store(x.constant, short.pointer, x.count)
      return .bf16(short.constant, stride, transposed: transposed)
    }
    // Weights are B of the products of a pass forward or back, and stay converted.
    let weights = !p.transposeA
    let narrow = precision == .bf16
    let shortA = narrow && !converting ? AlignedBuffer<BFloat16>(count: a.count) : nil
    let shortB = narrow && (!converting || weights) ? AlignedBuffer<BFloat16>(count: b.count) : nil
    let left = operand(a, shortA, p.transposeA ? p.m : p.k, p.transposeA)
    let right = operand(b, shortB, p.transposeB ? p.k : p.n, p.transposeB)
    return bestSeconds(atLeast: 0.1) {
      MatrixProduct(precision).multiply(
        p.m, p.n, p.k, left, right, accumulate: p.transposeA, into: c.pointer, p.n)
    }
  }
}

extension String {
  /// The text at the left end of a column.
  func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
