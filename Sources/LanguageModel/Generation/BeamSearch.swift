import Kernels
import Numerics

/// Beam search as transformers does it, with `early_stopping` off.
///
/// Each step takes the best (end tokens + 1)·beams, at least 2·beams, of all continuations by one token. Those that end
/// among the best `beams` of them compete, by log-probability / length^penalty, for the `beams` places of finished
/// answers; the best `beams` that do not end go on. It is over when the best running beam, scored as if it ended here,
/// is not better than the worst finished one, or when nothing can go on.
package struct BeamSearch: Search {
  private struct Beam {
    var tokens: [Int32]
    /// Log-probability; of a finished beam, over its length's penalty.
    var score: Float
    var ending: (reason: Generated.Reason, stopsAt: Int?)?
  }

  package let ending: Ending
  package let beams: Int
  package let lengthPenalty: Double
  private var running = [Beam(tokens: [], score: 0)]
  private var finished: [Beam] = []  // best first, at most `beams`

  package init(_ ending: Ending, _ options: GenerationOptions) {
    self.ending = ending
    beams = options.beams
    lengthPenalty = options.lengthPenalty
  }

  package mutating func advance(_ logits: UnsafePointer<Float>, vocabulary: Int) -> [Continuation] {
    guard areNumbers(logits, running.count * vocabulary) else {
      finished = []
      running[0].ending = (.failed, nil)
      return []
    }
    let length = running[0].tokens.count + 1
    let penalty = Float(Elementary.pow(Double(length), lengthPenalty))
    var next: [Continuation] = []
    var live: [Beam] = []
    for (rank, item) in best(logits, vocabulary).enumerated() {
      let parent = item.index / vocabulary
      let token = Int32(item.index % vocabulary)
      var beam = Beam(tokens: running[parent].tokens + [token], score: item.score)
      beam.ending = end(of: beam.tokens)
      if beam.ending != nil {
        guard rank < beams else { continue }
        beam.score /= penalty
        finish(beam)
      } else if live.count < beams {
        live.append(beam)
        next.append(Continuation(parent: parent, token: token))
      }
    }
    guard let first = live.first else { return [] }
    running = live
    if finished.count == beams, let worst = finished.last, !(first.score / penalty > worst.score) { return [] }
    return next
  }

  /// The candidates of this step, best first.
  private func best(_ logits: UnsafePointer<Float>, _ vocabulary: Int) -> [TopSelection.Item] {
    var top = TopSelection(max(2, ending.endTokens.count + 1) * beams)
    for (row, beam) in running.enumerated() {
      let x = logits + row * vocabulary
      var peak = -Float.infinity
      for i in 0..<vocabulary { peak = max(peak, x[i]) }
      var sum = 0.0
      for i in 0..<vocabulary { sum += Elementary.exp(Double(x[i] - peak)) }
      let logSum = Float(Elementary.log(sum))
      for i in 0..<vocabulary {
        let score = (x[i] - peak - logSum) + beam.score
        if score > top.floor { top.offer(score, row * vocabulary + i) }
      }
    }
    return top.items
  }

  private func end(of tokens: [Int32]) -> (Generated.Reason, Int?)? {
    if let last = tokens.last, ending.endTokens.contains(last) { return (.end, nil) }
    if let place = ending.stopsAt(tokens) { return (.stop, place) }
    return tokens.count == ending.room ? (ending.roomReason, nil) : nil
  }

  /// Puts it among the finished ones, behind those of equal score.
  private mutating func finish(_ beam: Beam) {
    let place = finished.firstIndex { $0.score < beam.score } ?? finished.count
    finished.insert(beam, at: place)
    if finished.count > beams { finished.removeLast() }
  }

  package func result(cancelled: Bool) -> Generated {
    let best = finished.first ?? running[0]
    let reason = best.ending?.reason ?? .cancelled
    return Generated(
      tokens: reason == .end ? best.tokens.dropLast() : best.tokens, reason: cancelled ? .cancelled : reason,
      stopsAt: best.ending?.stopsAt)
  }
}
