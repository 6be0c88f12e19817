package import LanguageModel

/// The decoder once more, written for reading: plain loops in double precision, parameters by name. A batch is its segments
/// end to end; a row attends to the rows from the first of its own segment to itself, and its position counts from there.
///
/// Its backward pass is held against finite differences; the fast decoder is held against it.
package struct ReferenceModel {
  package typealias Scalar = Double
  package typealias Matrix = [[Scalar]]
  let c: ModelConfiguration
  let layers: [WeightLayout.Layer]
  /// Row-major, by the names that they have in files.
  package var weights: [String: [Scalar]]

  /// The weights of a model, as they are.
  package init(_ model: LanguageModel) {
    c = model.configuration
    layers = model.layout.layers
    weights = Dictionary(
      uniqueKeysWithValues: model.layout.entries.map { ($0.name, (model.tensor($0.name) ?? []).map { Scalar($0) }) })
  }

  /// What `run` gives.
  package struct Result {
    /// Of each segment, the sum over its targets.
    package var nats: [Scalar]
    /// Of every row, over the vocabulary.
    package var logits: Matrix
    /// Of every row, behind the last norm.
    package var hidden: Matrix
    /// By the names of the weights.
    package var gradient: [String: [Scalar]]
  }

  // MARK: - Pieces, each with its backward pass

  /// y = x Wᵀ; W: outputs x inputs, row-major.
  func linear(_ x: Matrix, _ w: [Scalar]) -> Matrix {
    x.map { row in
      stride(from: 0, to: w.count, by: row.count).map { o in
        var sum: Scalar = 0
        for i in row.indices { sum += row[i] * w[o + i] }
        return sum
      }
    }
  }

  func linearBackward(_ x: Matrix, _ w: [Scalar], _ dy: Matrix, _ dw: inout [Scalar]) -> Matrix {
    zip(x, dy).map { row, d in
      var dx = [Scalar](repeating: 0, count: row.count)
      for o in d.indices {
        for i in row.indices {
          dx[i] += d[o] * w[o * row.count + i]
          dw[o * row.count + i] += d[o] * row[i]
        }
      }
      return dx
    }
  }

  /// What a norm adds to its weights.
  private var one: Scalar { c.normsAddOne ? 1 : 0 }

  func norm(_ x: Matrix, _ w: [Scalar]) -> Matrix {
    x.map { row in
      let r = inverse(row)
      return row.indices.map { row[$0] * r * (w[$0] + one) }
    }
  }

  func normBackward(_ x: Matrix, _ w: [Scalar], _ dy: Matrix, _ dw: inout [Scalar]) -> Matrix {
    zip(x, dy).map { row, d in
      let r = inverse(row)
      var mean: Scalar = 0
      for i in row.indices {
        dw[i] += d[i] * row[i] * r
        mean += (w[i] + one) * d[i] * row[i] * r
      }
      mean /= Scalar(row.count)
      return row.indices.map { r * ((w[$0] + one) * d[$0] - row[$0] * r * mean) }
    }
  }

  private func inverse(_ row: [Scalar]) -> Scalar {
    1 / (row.reduce(0) { $0 + $1 * $1 } / Scalar(row.count) + Scalar(c.normEpsilon)).squareRoot()
  }

  /// Rotates each head of each row by its position, or back, where layer `l` does.
  func rotate(_ l: Int, _ x: Matrix, _ first: [Int], backward: Bool) -> Matrix {
    let ownPosition = c.slidingWindow(l) == nil ? nil : c.windowPosition
    guard c.isRotated(l), case .rotary(let theta, _) = ownPosition ?? c.position else { return x }
    let (d, rotated) = (c.headDimension, c.rotatedDimension)
    return x.enumerated().map { t, row in
      let position = t - first[t]
      var out = row
      for h in stride(from: 0, to: row.count, by: d) {
        for i in 0..<rotated / 2 {
          let angle = Double(position) * Math.pow(theta, -Double(2 * i) / Double(rotated))
          let cosine = Scalar(Math.cos(angle))
          let sine = Scalar(backward ? -Math.sin(angle) : Math.sin(angle))
          let other = h + i + rotated / 2
          out[h + i] = row[h + i] * cosine - row[other] * sine
          out[other] = row[other] * cosine + row[h + i] * sine
        }
      }
      return out
    }
  }

  private var scoreScale: Scalar { c.attentionMultiplier ?? 1 / Scalar(c.headDimension).squareRoot() }

  /// The first row that each row of layer `l` sees.
  private func firstSeen(_ l: Int, _ first: [Int]) -> [Int] {
    first.enumerated().map { t, start in c.slidingWindow(l).map { max(start, t - $0 + 1) } ?? start }
  }

  /// A scaled score or a logit under its cap, and the derivative.
  private func capped(_ x: Scalar, _ cap: Double?) -> (value: Scalar, slope: Scalar) {
    guard let cap else { return (x, 1) }
    // tanh(x) = 2σ(2x) - 1
    let tangent = 2 * sigmoid(2 * x / cap) - 1
    return (cap * tangent, 1 - tangent * tangent)
  }

  private func score(_ q: Matrix, _ k: Matrix, _ t: Int, _ s: Int, _ head: Int) -> (value: Scalar, slope: Scalar) {
    let d = c.headDimension
    let key = head / (c.heads / c.keyValueHeads) * d
    return capped((0..<d).reduce(Scalar(0)) { $0 + q[t][head * d + $1] * k[s][key + $1] } * scoreScale, c.scoreCap)
  }

  /// Probabilities of one head: row t over rows first[t]...t.
  private func probabilities(_ q: Matrix, _ k: Matrix, _ first: [Int], _ head: Int) -> Matrix {
    q.indices.map { t in softmax((first[t]...t).map { score(q, k, t, $0, head).value }) }
  }

  func attention(_ q: Matrix, _ k: Matrix, _ v: Matrix, _ first: [Int]) -> Matrix {
    let d = c.headDimension
    var out = Matrix(repeating: [Scalar](repeating: 0, count: c.heads * d), count: q.count)
    for head in 0..<c.heads {
      let key = head / (c.heads / c.keyValueHeads) * d
      for (t, row) in probabilities(q, k, first, head).enumerated() {
        for s in row.indices { for i in 0..<d { out[t][head * d + i] += row[s] * v[first[t] + s][key + i] } }
      }
    }
    return out
  }

  func attentionBackward(
    _ q: Matrix, _ k: Matrix, _ v: Matrix, _ first: [Int], _ dOut: Matrix
  ) -> (q: Matrix, k: Matrix, v: Matrix) {
    let d = c.headDimension
    var dq = q.map { $0.map { _ in Scalar(0) } }
    var dk = k.map { $0.map { _ in Scalar(0) } }
    var dv = dk
    for head in 0..<c.heads {
      let key = head / (c.heads / c.keyValueHeads) * d
      for (t, p) in probabilities(q, k, first, head).enumerated() {
        let dp = p.indices.map { s in
          (0..<d).reduce(Scalar(0)) { $0 + dOut[t][head * d + $1] * v[first[t] + s][key + $1] }
        }
        let mean = zip(p, dp).reduce(Scalar(0)) { $0 + $1.0 * $1.1 }
        for s in p.indices {
          let at = first[t] + s
          let ds = p[s] * (dp[s] - mean) * score(q, k, t, at, head).slope * scoreScale
          for i in 0..<d {
            dq[t][head * d + i] += ds * k[at][key + i]
            dk[at][key + i] += ds * q[t][head * d + i]
            dv[at][key + i] += p[s] * dOut[t][head * d + i]
          }
        }
      }
    }
    return (dq, dk, dv)
  }

  func softmax(_ x: [Scalar]) -> [Scalar] {
    let top = x.max() ?? 0
    let e = x.map { Scalar(Math.exp(Double($0 - top))) }
    let sum = e.reduce(0, +)
    return e.map { $0 / sum }
  }

  func sigmoid(_ x: Scalar) -> Scalar { 1 / (1 + Scalar(Math.exp(-Double(x)))) }

  private func scaled(_ x: Matrix, by a: Scalar) -> Matrix { x.map { $0.map { a * $0 } } }

  func add(_ a: Matrix, _ b: Matrix) -> Matrix { zip(a, b).map { zip($0, $1).map { $0 + $1 } } }

  // MARK: - The decoder

  /// Names of the weights of a branch's norms; nil for one that it has not.
  private typealias BranchNorms = (before: String?, after: String?)

  private func norms(_ l: Int) -> (attention: BranchNorms, feedForward: BranchNorms) {
    let p = "model.layers.\(l)."
    let (first, second) = (p + "input_layernorm.weight", p + "post_attention_layernorm.weight")
    let last = p + "post_feedforward_layernorm.weight"
    return switch c.normPlacement {
    case .before: ((first, nil), (second, nil))
    case .after: ((nil, second), (nil, last))
    case .around: ((first, second), (p + "pre_feedforward_layernorm.weight", last))
    }
  }

  private func norm(_ x: Matrix, _ name: String?) -> Matrix {
    name.map { norm(x, weights[$0] ?? []) } ?? x
  }

  private struct Kept {
    var x: Matrix
    /// Queries and keys before their norm.
    var plain: (q: Matrix, k: Matrix)
    /// The branches' last products.
    var attended: Matrix
    var fed: Matrix
    var q: Matrix
    var k: Matrix
    var v: Matrix
    var mixed: Matrix
    var middle: Matrix
  }

  /// Runs the batch as one pack and gives the nats of each segment, logits and hidden states of all rows, and
  /// d(scale·Σ nats)/dθ by name.
  package func run(_ batch: [Segment], scale: Scalar = 1) -> Result {
    let h = c.hiddenSize
    func w(_ name: String) -> [Scalar] { weights[name] ?? [] }
    let embedding = "model.embed_tokens.weight"
    let head = c.tiedEmbeddings ? embedding : "lm_head.weight"
    var starts: [Int] = []
    var first: [Int] = []
    for segment in batch {
      starts.append(first.count)
      first += segment.tokens.map { _ in starts[starts.count - 1] }
    }
    let tokens = batch.flatMap(\.tokens)
    var gradient: [String: [Scalar]] = [:]
    var kept: [Kept] = []
    var x = scaled(tokens.map { Array(w(embedding)[Int($0) * h..<(Int($0) + 1) * h]) }, by: c.embeddingMultiplier)
    for l in 0..<c.layers {
      let p = "model.layers.\(l)."
      let n1 = norm(x, norms(l).attention.before)
      let plain = (q: linear(n1, w(p + "self_attn.q_proj.weight")), k: linear(n1, w(p + "self_attn.k_proj.weight")))
      let isNormed = c.queryKeyNorm == .projection
      let q = rotate(
        l, isNormed ? norm(plain.q, w(p + "self_attn.q_norm.weight")) : plain.q, first, backward: false)
      let k = rotate(
        l, isNormed ? norm(plain.k, w(p + "self_attn.k_norm.weight")) : plain.k, first, backward: false)
      let v = linear(n1, w(p + "self_attn.v_proj.weight"))
      let mixed = attention(q, k, v, firstSeen(l, first))
      let attended = linear(mixed, w(p + "self_attn.o_proj.weight"))
      let middle = add(x, scaled(norm(attended, norms(l).attention.after), by: c.residualMultiplier))
      let n2 = norm(middle, norms(l).feedForward.before)
      let fed = feedForward(l, n2)
      kept.append(
        Kept(x: x, plain: plain, attended: attended, fed: fed, q: q, k: k, v: v, mixed: mixed, middle: middle))
      x = add(middle, scaled(norm(fed, norms(l).feedForward.after), by: c.residualMultiplier))
    }
    let hidden = norm(x, w("model.norm.weight"))
    let free = scaled(linear(hidden, w(head)), by: 1 / c.logitsDivisor)
    let logits = free.map { $0.map { capped($0, c.logitsCap).value } }
    var nats = batch.map { _ in Scalar(0) }
    var dLogits = logits.map { $0.map { _ in Scalar(0) } }
    for (i, segment) in batch.enumerated() where segment.targetCount > 0 {
      for j in segment.targets.joined() {
        let row = starts[i] + j - 1
        let token = Int(segment.tokens[j])
        let p = softmax(logits[row])
        nats[i] -= Scalar(Math.log(Double(p[token])))
        dLogits[row] = p.enumerated().map { scale * ($1 - ($0 == token ? 1 : 0)) }
      }
    }
    func into<R>(_ name: String, _ body: (inout [Scalar]) -> R) -> R {
      body(&gradient[name, default: [Scalar](repeating: 0, count: w(name).count)])
    }
    func normed(_ name: String?, _ x: Matrix, _ dy: Matrix) -> Matrix {
      guard let name else { return dy }
      return into(name) { normBackward(x, w(name), dy, &$0) }
    }
    dLogits = zip(dLogits, free).map { zip($0, $1).map { $0 * capped($1, c.logitsCap).slope / c.logitsDivisor } }
    var dHidden = into(head) { linearBackward(hidden, w(head), dLogits, &$0) }
    var dx = into("model.norm.weight") { normBackward(x, w("model.norm.weight"), dHidden, &$0) }
    for l in (0..<c.layers).reversed() {
      let p = "model.layers.\(l)."
      let s = kept[l]
      let (norm1, norm2) = norms(l)
      let dFed = normed(norm2.after, s.fed, scaled(dx, by: c.residualMultiplier))
      dHidden = feedForwardBackward(l, norm(s.middle, norm2.before), dFed, &gradient)
      dx = add(dx, normed(norm2.before, s.middle, dHidden))
      let output = p + "self_attn.o_proj.weight"
      let dAttended = normed(norm1.after, s.attended, scaled(dx, by: c.residualMultiplier))
      let dMixed = into(output) { linearBackward(s.mixed, w(output), dAttended, &$0) }
      let d = attentionBackward(s.q, s.k, s.v, firstSeen(l, first), dMixed)
      let n1 = norm(s.x, norm1.before)
      dHidden = s.x.map { $0.map { _ in 0 } }
      var (dq, dk) = (rotate(l, d.q, first, backward: true), rotate(l, d.k, first, backward: true))
      if c.queryKeyNorm == .projection {
        let (qNorm, kNorm) = (p + "self_attn.q_norm.weight", p + "self_attn.k_norm.weight")
        dq = into(qNorm) { normBackward(s.plain.q, w(qNorm), dq, &$0) }
        dk = into(kNorm) { normBackward(s.plain.k, w(kNorm), dk, &$0) }
      }
      for (name, dy) in [("q", dq), ("k", dk), ("v", d.v)] {
        let full = p + "self_attn.\(name)_proj.weight"
        dHidden = add(dHidden, into(full) { linearBackward(n1, w(full), dy, &$0) })
      }
      dx = add(dx, normed(norm1.before, s.x, dHidden))
    }
    into(embedding) { table in
      for (t, token) in tokens.enumerated() {
        for i in 0..<h { table[Int(token) * h + i] += c.embeddingMultiplier * dx[t][i] }
      }
    }
    return Result(nats: nats, logits: logits, hidden: hidden, gradient: gradient)
  }
}
