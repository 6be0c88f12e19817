import Kernels
import LanguageModel
import MatMul
import Numerics

/// The ceiling of every job: GFLOP/s of the matrix products alone, each as often as a training step has it, on all threads,
/// both operands in the precision already. Printed as one JSON object:
/// `[MODEL] [--dtype fp32|bf16] [--threads N] [--seconds S]`, without a model the shapes of the 49M one.
///
/// A round is every product once; `gflops` is the median of the rounds and `best` the fastest, so that it is said what the
/// machine holds, not only what it reaches. `packed`, of bf16: the forward products of packed weights, as layers have them,
/// packing not included.
enum CeilingBenchmark {
  static func run(_ arguments: [String]) throws {
    var arguments = arguments
    if let threads = try takeNumber("--threads", from: &arguments) { Threads.set(threads) }
    let time = try takeNumber("--seconds", from: &arguments) ?? 3
    let wanted = try takeOption("--dtype", from: &arguments)
    guard arguments.count <= 1, wanted.map({ ["fp32", "bf16"].contains($0) }) ?? true else {
      throw Misuse(description: "[MODEL] [--dtype fp32|bf16] [--threads N] [--seconds S] are expected")
    }
    if wanted == "bf16", let obstacle = Precision.bf16.obstacle { throw Misuse(description: obstacle) }
    let model = try arguments.first.map(shape) ?? ProductsBenchmark.Model.known[0]
    let products = ProductsBenchmark.products(model)
    var facts = [
      ("model", "\"\(model.name)\""), ("threads", "\(Threads.count)"),
      ("products", "\"\(Products.current.engineName)\""),
      ("onednn", OneDNN.library.map { "\"\($0.version)\"" } ?? "null"),
    ]
    for (name, precision) in [("fp32", Precision.f32), ("bf16", .bf16)] {
      guard wanted ?? name == name, precision.obstacle == nil else { continue }
      let rates = rounds(products, precision, seconds: Double(time)).sorted()
      let packed = precision == .bf16 ? ", \"packed\": \(rounded(packedRate(products, seconds: Double(time)), 1))" : ""
      facts.append(
        (
          name,
          "{\"gflops\": \(rounded(median(rates), 1)), \"best\": \(rounded(rates[rates.count - 1], 1)), "
            + "\"rounds\": \(rates.count)\(packed)}"
        ))
    }
    print("{" + facts.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
  }

  /// The median GFLOP/s at the shapes of a directory's model, measured for three seconds.
  static func rate(model: String, _ precision: Precision) throws -> Double {
    try median(rounds(ProductsBenchmark.products(shape(model)), precision, seconds: 3).sorted())
  }

  private static func median(_ sorted: [Double]) -> Double {
    (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// The shape of the model in a directory.
  private static func shape(_ directory: String) throws -> ProductsBenchmark.Model {
    let model = try LanguageModel(directory: directory)
    let c = model.configuration
    return ProductsBenchmark.Model(
      name: "\((model.parameterCount + 500_000) / 1_000_000)M", layers: c.layers, hidden: c.hiddenSize,
      query: c.queryWidth, attention: c.attentionWidth, up: c.upWidth, intermediate: c.intermediateSize,
      vocabulary: c.vocabularySize)
  }

  /// GFLOP/s of each of at least three rounds, a first one not counted: it compiles and touches the memory.
  private static func rounds(
    _ products: [ProductsBenchmark.Product], _ precision: Precision, seconds limit: Double
  ) -> [Double] {
    let left = Operand(products.map { $0.m * $0.k }.max() ?? 0, precision)
    let right = Operand(products.map { $0.k * $0.n }.max() ?? 0, precision)
    let result = AlignedBuffer<Float>(count: products.map { $0.m * $0.n }.max() ?? 0)
    let flops = products.reduce(0) { $0 + $1.uses * $1.flops }
    var rates: [Double] = []
    var total = 0.0
    var isFirst = true
    while rates.count < 3 || total < limit {
      var weighted = 0.0
      for p in products {
        let time = seconds {
          MatrixProduct(precision).multiply(
            p.m, p.n, p.k, left.matrix(p.transposeA ? p.m : p.k, p.transposeA),
            right.matrix(p.transposeB ? p.k : p.n, p.transposeB), accumulate: p.transposeA, into: result.pointer, p.n)
        }
        weighted += p.uses * time
        total += time
      }
      if isFirst {
        (isFirst, total) = (false, 0)
      } else {
        rates.append(flops / weighted / 1e9)
      }
    }
    return rates
  }

  /// The median GFLOP/s of y = x Wᵀ with packed weights: every thread takes pieces of rows through each matrix.
  private static func packedRate(_ products: [ProductsBenchmark.Product], seconds limit: Double) -> Double {
    let rows = TileRows.most
    let forward = products.filter { $0.transposeB && !$0.transposeA }
    let work = forward.map { product in
      // The output layer's matrix comes in blocks of the vocabulary.
      let matrix = PackedMatrix<BFloat16>(k: product.k, n: min(product.n, 4096))
      let values = Operand(product.k * matrix.n, .bf16)
      withExtendedLifetime(values) { matrix.pack(values.matrix(product.k, true)) }
      return (product, matrix)
    }
    let left = Operand(rows * (forward.map(\.k).max() ?? 0), .bf16)
    let results = (0..<Threads.count).map { _ in AlignedBuffer<Float>(count: rows * 4096) }
    var rates: [Double] = []
    var total = 0.0
    while rates.count < 3 || total < limit {
      var (flops, weighted) = (0.0, 0.0)
      for (product, matrix) in work {
        guard case .bf16(let x) = left.matrix(product.k, false).elements else { continue }
        let pieces = 4 * results.count
        let time = seconds {
          Parallel.forEach(results.count) { thread in
            for _ in 0..<pieces / results.count {
              matrix.multiply(rows, x, product.k, into: results[thread].pointer, matrix.n)
            }
          }
        }
        let done = 2 * Double(pieces * rows) * Double(matrix.k * matrix.n)
        flops += product.uses * product.flops
        weighted += product.uses * product.flops * time / done
        total += time
      }
      rates.append(flops / weighted / 1e9)
    }
    return median(rates.dropFirst().sorted())
  }

  /// Values for one side of a product.
  private struct Operand {
    private let floats: AlignedBuffer<Float>
    private let shorts: AlignedBuffer<BFloat16>?

    init(_ count: Int, _ precision: Precision) {
      floats = AlignedBuffer(count: precision == .f32 ? count : 0)
      shorts = precision == .bf16 ? AlignedBuffer(count: count) : nil
      for i in 0..<floats.count { floats.pointer[i] = Self.value(i) }
      if let shorts { for i in 0..<count { shorts.pointer[i] = BFloat16(rounding: Self.value(i)) } }
    }

    private static func value(_ i: Int) -> Float { Float(i % 7) * 0.1 - 0.3 }

    func matrix(_ stride: Int, _ transposed: Bool) -> MatrixOperand {
      if let shorts { return .bf16(shorts.constant, stride, transposed: transposed) }
      return .f32(floats.constant, stride, transposed: transposed)
    }
  }
}
