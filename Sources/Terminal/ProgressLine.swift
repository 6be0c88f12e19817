import Diagnostics
import Foundation
import Stages
public import Work

/// Shows how far a stage is. Used from whichever thread reports.
protocol ProgressView: AnyObject, Sendable {
  /// Called before anything of a label is shown. Set before any report.
  var begins: () -> Void { get set }
  func report(_ progress: WorkProgress)
  /// Takes away what is shown, before anything else is.
  func finish()
}

/// Progress on standard error: rate and time left, for anything that takes longer than a second.
///
/// On a terminal one line is redrawn in place; elsewhere a line with the time of day appears at most once a minute,
/// without carriage returns. Used from whichever thread reports.
public final class ProgressLine: ProgressView, @unchecked Sendable {
  // Unchecked: every mutable property is read and written under `lock`.
  private let lock = NSLock()
  private let output: Output
  private let screenNow: @Sendable () -> Screen
  private let isTerminal: Bool
  private let quiet: Bool
  private let clock: @Sendable () -> Double
  private let timeOfDay: @Sendable () -> String
  private var label = ""
  private var started = 0.0
  private var startedAt = 0.0
  private var lastDone = 0.0
  private var lastShown = 0.0
  private var hasBegun = false
  /// Columns of the line that is on the screen; nil: none is.
  private var visible: Int?
  /// Called before the first line of a label is written, while the line is locked. Set before any report.
  var begins: () -> Void = {}

  /// - Parameters:
  ///   - screen: as it is at the time: a terminal's width changes.
  ///   - clock: Seconds of a monotonic clock.
  ///   - timeOfDay: `14:02:11`.
  public init(
    output: Output, screen: @autoclosure @escaping @Sendable () -> Screen, quiet: Bool = false,
    clock: @escaping @Sendable () -> Double = ProgressLine.monotonic,
    timeOfDay: @escaping @Sendable () -> String = ProgressLine.now
  ) {
    self.output = output
    screenNow = screen
    isTerminal = screen().isTerminal
    self.quiet = quiet
    self.clock = clock
    self.timeOfDay = timeOfDay
  }

  /// Seconds of a clock that nobody sets.
  public static let monotonic: @Sendable () -> Double = {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The time of day: `14:05:09`.
  public static let now: @Sendable () -> String = {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return String(format: "%02d:%02d:%02d", parts.tm_hour, parts.tm_min, parts.tm_sec)
  }

  /// Takes one report. The first of a new label starts the clock; nothing shows in the first second.
  public func report(_ progress: WorkProgress) {
    guard !quiet else { return }
    lock.lock()
    defer { lock.unlock() }
    let now = clock()
    if progress.label != label || progress.done < lastDone {
      clear()
      hasBegun = false
      label = progress.label
      started = now
      // What was remembered counts as done, not as fast.
      startedAt = progress.done
      lastShown = isTerminal ? now - 0.9 : now
    }
    lastDone = progress.done
    guard now - started >= 1 else { return }
    guard now - lastShown >= (isTerminal ? 0.1 : 60) else { return }
    let screen = screenNow()
    lastShown = now
    if !hasBegun { begins() }
    hasBegun = true
    let line = ProgressLine.text(progress, elapsed: now - started, since: startedAt)
    let shown = screen.unicode ? line : Text.ascii(line)
    if screen.isTerminal {
      let fitted = Text.elided(shown, to: screen.columns - 1, unicode: screen.unicode)
      clear(always: true)
      output.write(screen.styled(fitted, .dim))
      visible = Text.width(fitted)
    } else {
      output.line(timeOfDay() + " " + shown)
    }
  }

  /// Takes the line away, before anything else is written.
  public func finish() {
    lock.lock()
    defer { lock.unlock() }
    clear()
    hasBegun = false
    label = ""
    lastDone = 0
  }

  private func clear(always: Bool = false) {
    guard visible != nil || always else { return }
    let screen = screenNow()
    let width = visible ?? 0
    visible = nil
    guard screen.movesCursor else { return output.write("\r" + String(repeating: " ", count: width) + "\r") }
    // A terminal that has become narrower has broken the line into rows.
    let rows = max(0, width - 1) / max(1, screen.columns)
    output.write(rows > 0 ? "\u{1B}[\(rows)A\r\u{1B}[J" : "\r\u{1B}[K")
  }

  /// `score   12,345 of 20,000 rows (61%) · 310 rows/s · 24s left`.
  static func text(_ progress: WorkProgress, elapsed: Double, since start: Double) -> String {
    var facts: [String] = []
    let done = Figures.count(Int(progress.done))
    if let total = progress.total, total > 0 {
      let share = Int((progress.done / total * 100).rounded(.down))
      facts.append("\(done) of \(Figures.count(Int(total))) \(progress.unit) (\(share)%)")
    } else {
      facts.append("\(done) \(progress.unit)")
    }
    let rate = elapsed > 0 ? (progress.done - start) / elapsed : 0
    if rate > 0 {
      facts.append(
        "\(rate >= 10 ? Figures.count(Int(rate.rounded())) : Figures.number(rate, digits: 2)) \(progress.unit)/s")
      if let total = progress.total, total > progress.done {
        facts.append("\(Figures.timeLeft((total - progress.done) / rate)) left")
      }
    }
    if let sharing = progress.sharing { facts.append(DisplayText.escaped(sharing)) }
    return Text.padded(DisplayText.escaped(progress.label), to: 7) + " " + facts.joined(separator: " · ")
  }
}
