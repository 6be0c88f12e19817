import Diagnostics
import Monitoring
import Plots
import Stages

/// A run log as lines of the terminal.
struct WatchView {
  /// Columns and lines that there are, however few.
  let columns: Int
  var rows = 24
  let screen: Screen

  /// Below so many columns the loss is a line of bars.
  private static let narrow = 48
  /// Stages that ended, shown above the one that runs.
  private static let mostEnded = 3

  /// - Parameter isAlive: whether the process that writes is there still; nil where nothing tells.
  func lines(_ picture: RunLogPicture, path: String, isAlive: Bool?) -> [String] {
    guard let now = picture.current else { return [fitted("waiting for the first line of \(path)")] }
    let ended = picture.stages.filter { $0.status != nil && $0.id != now.id }
    var lines = ended.suffix(Self.mostEnded).map { fitted(Self.sentence($0)) }
    if let status = now.status {
      lines.append(screen.styled(fitted(Self.sentence(now)), status == "done" ? .bold : .warning))
    } else {
      lines.append(screen.styled(fitted(headline(now)), .bold))
    }
    lines += facts(now).map(fitted)
    lines += curve(now.losses, rows: rows - lines.count - 2)
    if now.status == nil, isAlive == false {
      lines.append(screen.styled(fitted("the process \(now.pid) is gone: it was killed, or ended hard"), .warning))
    }
    return Array(lines.prefix(max(1, rows - 1)))
  }

  /// `tune    done after 12.4s`, in one line: of a log without a terminal too.
  static func sentence(_ stage: RunLogPicture.Stage) -> String {
    let end = stage.status.map { $0 == "not finite" ? "failed, not finite" : $0 } ?? "runs"
    return Text.padded(stage.name, to: 7) + " \(end)\(stage.status == nil ? ", " : " after ")"
      + Figures.duration(stage.seconds) + (stage.message.isEmpty ? "" : ": \(stage.message)")
  }

  /// What the stage is at: `tune    step 60 of 120 (50%) · 4,871 tokens/s · 6s left`.
  func headline(_ stage: RunLogPicture.Stage) -> String {
    var facts: [String] = []
    if let step = stage.step, let steps = stage.steps {
      facts.append("step \(Figures.count(step)) of \(Figures.count(steps))")
    }
    if let done = stage.done {
      let share = stage.total.flatMap { $0 > 0 ? " (\(Figures.percent(min(1, done / $0))))" : nil } ?? ""
      if facts.isEmpty {
        facts.append(
          Self.count(done) + (stage.total.map { " of \(Self.count($0))" } ?? "") + " \(stage.unit)" + share)
      } else {
        facts[0] += share
      }
    }
    if let speed = stage.perSecond, speed > 0 { facts.append("\(Self.count(speed)) \(stage.unit)/s") }
    if let left = stage.left { facts.append("\(Figures.timeLeft(left)) left") }
    let label = stage.label.isEmpty || stage.label == stage.name ? "" : "\(stage.label) · "
    return Text.padded(stage.name, to: 7) + " " + label + (facts.isEmpty ? "runs" : facts.joined(separator: " · "))
  }

  private func facts(_ stage: RunLogPicture.Stage) -> [String] {
    var facts: [String] = []
    if let last = stage.losses.last { facts.append("loss \(Figures.fixed(last.loss, 3))") }
    if let rate = stage.rate { facts.append("lr \(Figures.rate(rate))") }
    if let memory = stage.memory, memory > 0 { facts.append(Figures.bytes(memory)) }
    facts.append(Figures.duration(stage.seconds))
    if !stage.host.isEmpty { facts.append("process \(stage.pid) on \(stage.host)") }
    return ["        " + facts.joined(separator: " · ")]
      + (stage.checkpoint.map { ["        checkpoint \($0)"] } ?? [])
  }

  /// - Parameter rows: lines that there is room for.
  private func curve(_ losses: [(step: Double, loss: Double)], rows: Int) -> [String] {
    guard losses.count > 1 else { return [] }
    // A plot is a fourth as many lines high as it is wide, with five besides, and no lower than eight.
    guard columns >= Self.narrow, rows >= 13,
      let scatter = Plot.Scatter(
        "step", losses.map(\.step), "loss", losses.map(\.loss), groups: nil, hasMargins: false)
    else {
      return [
        fitted("        " + Figures.spark(Figures.thinned(losses.map(\.loss), to: max(4, min(20, columns - 12)))))
      ]
    }
    let width = min(columns - 1, 4 * (rows - 5))
    return Plot(title: "", .scatter(scatter)).lines(columns: width, unicode: screen.unicode)
      .dropFirst().map { screen.styled($0) }
  }

  private func fitted(_ line: String) -> String {
    let line = DisplayText.escaped(line)
    return Text.elided(screen.unicode ? line : Text.ascii(line), to: max(1, columns - 1), unicode: screen.unicode)
  }

  /// A figure of a stranger's file may be anything.
  private static func count(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "?" }
    return abs(value) < 10 && value != value.rounded() ? Figures.fixed(value, 1) : Figures.count(Int(value))
  }
}
