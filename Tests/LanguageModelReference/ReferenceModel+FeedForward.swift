import LanguageModel

/// The feed-forward part of a layer: dense, or experts of which each row meets some.
extension ReferenceModel {
  private func weight(_ linear: Linear, _ part: Int) -> String { linear.parts[part].name + ".weight" }

  func feedForward(_ l: Int, _ x: Matrix) -> Matrix {
    switch layers[l].feedForward {
    case .dense(let part): perceptron(part, x)
    case .experts(let experts):
      zip(x, choices(l, experts, x)).map { row, chosen in
        chosen.reduce([Scalar](repeating: 0, count: row.count)) { sum, choice in
          zip(sum, perceptron(experts.parts[choice.expert], [row])[0]).map { $0 + choice.weight * $1 }
        }
      }
    }
  }

  func feedForwardBackward(_ l: Int, _ x: Matrix, _ dy: Matrix, _ gradient: inout [String: [Scalar]]) -> Matrix {
    switch layers[l].feedForward {
    case .dense(let part): return perceptronBackward(part, x, dy, &gradient)
    case .experts(let experts):
      let name = weight(experts.router, 0)
      let router = weights[name] ?? []
      var dx: Matrix = []
      for ((row, d), chosen) in zip(zip(x, dy), choices(l, experts, x)) {
        var sum = [Scalar](repeating: 0, count: row.count)
        var dProbabilities = [Scalar](repeating: 0, count: experts.parts.count)
        let total = chosen.reduce(0) { $0 + $1.probability }
        let dWeights = chosen.map { choice in
          zip(perceptron(experts.parts[choice.expert], [row])[0], d).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let mean = zip(chosen, dWeights).reduce(0) { $0 + $1.0.weight * $1.1 }
        for (choice, dWeight) in zip(chosen, dWeights) {
          // A weight is p, or p over the sum of all chosen ones.
          dProbabilities[choice.expert] =
            c.experts?.normalizesWeights == true ? (dWeight - mean) / total : dWeight
          let scaled = d.map { choice.weight * $0 }
          sum = add([sum], perceptronBackward(experts.parts[choice.expert], [row], [scaled], &gradient))[0]
        }
        let p = softmax(linear([row], router)[0])
        let inner = zip(p, dProbabilities).reduce(0) { $0 + $1.0 * $1.1 }
        let dLogits = zip(p, dProbabilities).map { $0 * ($1 - inner) }
        let dRow = linearBackward(
          [row], router, [dLogits], &gradient[name, default: [Scalar](repeating: 0, count: router.count)])
        dx.append(add([sum], dRow)[0])
      }
      return dx
    }
  }

  private struct Choice {
    var expert: Int
    var probability: Scalar
    var weight: Scalar
  }

  private func choices(_ l: Int, _ experts: WeightLayout.Experts, _ x: Matrix) -> [[Choice]] {
    guard let shape = c.experts(at: l) else { return [] }
    return linear(x, weights[weight(experts.router, 0)] ?? []).map { logits in
      let p = softmax(logits)
      let best = p.indices.sorted { p[$0] > p[$1] }.prefix(shape.chosen)
      let total = shape.normalizesWeights ? best.reduce(0) { $0 + p[$1] } : 1
      return best.map { Choice(expert: $0, probability: p[$0], weight: p[$0] / total) }
    }
  }

  private func perceptron(_ part: WeightLayout.Perceptron, _ x: Matrix) -> Matrix {
    let gate = linear(x, weights[weight(part.up, 0)] ?? [])
    let up = linear(x, weights[weight(part.up, 1)] ?? [])
    let active = zip(gate, up).map { zip($0, $1).map { $0 * sigmoid($0) * $1 } }
    return linear(active, weights[weight(part.down, 0)] ?? [])
  }

  private func perceptronBackward(
    _ part: WeightLayout.Perceptron, _ x: Matrix, _ dy: Matrix, _ gradient: inout [String: [Scalar]]
  ) -> Matrix {
    func backward(_ name: String, _ x: Matrix, _ dy: Matrix) -> Matrix {
      let w = weights[name] ?? []
      return linearBackward(x, w, dy, &gradient[name, default: [Scalar](repeating: 0, count: w.count)])
    }
    let gate = linear(x, weights[weight(part.up, 0)] ?? [])
    let up = linear(x, weights[weight(part.up, 1)] ?? [])
    let active = zip(gate, up).map { zip($0, $1).map { $0 * sigmoid($0) * $1 } }
    var dGate = backward(weight(part.down, 0), active, dy)
    var dUp = dGate
    for t in dGate.indices {
      for i in dGate[t].indices {
        let (d, g) = (dGate[t][i], gate[t][i])
        let o = sigmoid(g)
        dUp[t][i] = d * g * o
        dGate[t][i] = d * up[t][i] * o * (1 + g * (1 - o))
      }
    }
    return add(backward(weight(part.up, 0), x, dGate), backward(weight(part.up, 1), x, dUp))
  }
}
