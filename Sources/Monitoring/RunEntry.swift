import Digests
import Documents
import Foundation
import Pipeline
import Synchronization
import Work

/// One run of one stage: what of its progress is written, and when.
final class RunEntry: StageWatch {
  let number: Int
  private let journal: RunJournal
  private let within: Int
  private let stage: String
  private let key: ContentDigest
  /// The settings `log`, `tensorboard` and `alert`; nil where they are not set.
  private let log, tensorBoard, alert: String?
  private let begun = ContinuousClock.now
  private let begunAt = Date().timeIntervalSince1970
  private let state = Mutex(State())

  private struct State {
    /// Whether the line of the beginning was written.
    var isOpen = false
    var lastLine = -Double.infinity
    var lastStepLine = -Double.infinity
    var label = ""
    var labelBegun = 0.0
    var labelStart = 0.0
    var loss: Double?
    var peak = 0
    var events: TensorBoardFile?
  }

  init(
    journal: RunJournal, number: Int, within: Int, stage: String, key: ContentDigest, settings: Settings
  ) {
    (self.journal, self.number, self.within, self.stage, self.key) = (journal, number, within, stage, key)
    func text(_ name: String) -> String? { settings.string(name).flatMap { $0.isEmpty ? nil : $0 } }
    (log, tensorBoard, alert) = (text("log"), text("tensorboard"), text("alert"))
  }

  private var elapsed: Double { (ContinuousClock.now - begun) / .seconds(1) }

  /// A log that somebody asked for has the short stages too.
  private func isWorthTelling(_ elapsed: Double) -> Bool { log != nil || elapsed >= journal.longFrom }

  func progress(_ progress: WorkProgress) {
    state.withLock { state in
      let now = elapsed
      if progress.label != state.label {
        (state.label, state.labelBegun, state.labelStart) = (progress.label, now, progress.done)
      }
      let speed = (progress.done - state.labelStart) / max(now - state.labelBegun, 1e-9)
      if let step = progress.step {
        state.loss = step.loss
        if let tensorBoard { addEvents(step, speed, tensorBoard, &state) }
      }
      // The longer it lasts the rarer: so many lines at most grow with the logarithm of the time.
      let isDue =
        now - state.lastLine >= max(1, now / 1_000)
        || progress.step != nil && now - state.lastStepLine >= max(0.1, now / 2_000)
      guard isWorthTelling(now), isDue else { return }
      state.lastLine = now
      if progress.step != nil { state.lastStepLine = now }
      open(&state)
      let memory = ProcessMemory.resident() ?? 0
      state.peak = max(state.peak, memory)
      var line = self.line("progress", Date().timeIntervalSince1970)
      line["label"] = .string(progress.label)
      line["done"] = Self.number(progress.done)
      if let total = progress.total { line["of"] = Self.number(total) }
      line["unit"] = .string(progress.unit)
      line["per_second"] = Self.number(speed)
      if progress.unit == "tokens" {
        line["tokens"] = Self.number(progress.done)
        line["tokens_per_second"] = Self.number(speed)
      }
      if let step = progress.step {
        line["step"] = .integer(step.number)
        line["steps"] = .integer(step.total)
        line["loss"] = Self.number(step.loss)
        line["rate"] = Self.number(step.rate)
        if let checkpoint = step.checkpoint { line["checkpoint"] = .string(checkpoint) }
      }
      line["memory"] = .integer(memory)
      line["seconds"] = Self.number(now)
      journal.write(JSONValue.object(line).serialized(), to: log)
    }
  }

  func ended(_ ending: StageEnding) {
    state.withLock { state in
      let seconds = elapsed
      let isNews = isWorthTelling(seconds) || ending.status == .stopped || ending.status == .notFinite
      guard isNews || state.isOpen else { return }
      open(&state)
      state.peak = max(state.peak, ProcessMemory.resident() ?? 0)
      var line = self.line("end", Date().timeIntervalSince1970)
      line["status"] = .string(ending.status.rawValue)
      if !ending.message.isEmpty { line["message"] = .string(ending.message) }
      line["seconds"] = Self.number(seconds)
      line["peak_memory"] = .integer(state.peak)
      journal.write(JSONValue.object(line).serialized(), to: log)
      // Of stages within stages the outermost speaks.
      guard let alert, within == 0 else { return }
      journal.alert(
        alert,
        [
          ("STAGE", stage), ("STATUS", ending.status.rawValue), ("MESSAGE", ending.message),
          ("SECONDS", String(Int(seconds.rounded()))), ("LOSS", state.loss.map { String($0) } ?? ""),
          ("KEY", key.description), ("LOG", journal.path(log) ?? ""), ("HOST", RunHost.name),
        ])
    }
  }

  private func open(_ state: inout State) {
    guard !state.isOpen else { return }
    state.isOpen = true
    journal.write(JSONValue.object(line("start", begunAt)).serialized(), to: log)
  }

  /// What every line has.
  private func line(_ event: String, _ time: Double) -> JSONObject {
    JSONObject([
      ("cact", .string("run")), ("event", .string(event)), ("time", .string(RunClock.text(time))),
      ("host", .string(RunHost.name)), ("pid", .integer(Int64(getpid()))), ("run", .integer(Int64(number))),
      ("within", .integer(Int64(within))), ("stage", .string(stage)), ("key", .string(key.description)),
    ])
  }

  /// JSON has no word for what is not finite.
  private static func number(_ value: Double) -> JSONValue {
    guard value.isFinite else { return .null }
    return value == value.rounded() && abs(value) < 1e15 ? .integer(Int64(value)) : .number(value)
  }

  private func addEvents(_ step: StepProgress, _ speed: Double, _ folder: String, _ state: inout State) {
    do {
      let now = Date().timeIntervalSince1970
      let file: TensorBoardFile
      if let open = state.events {
        file = open
      } else {
        let run = "\(folder)/\(stage)-\(RunClock.stamp(begunAt))-\(number)"
        try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: true)
        file = try TensorBoardFile(
          "\(run)/events.out.tfevents.\(Int(begunAt)).\(RunHost.name).\(getpid()).\(number)", wallTime: now)
        state.events = file
      }
      try file.add(
        [
          ("loss", step.loss), ("learning_rate", step.rate), ("tokens_per_second", speed),
          ("memory_bytes", Double(ProcessMemory.resident() ?? 0)),
        ], step: step.number, wallTime: now)
    } catch {
      journal.failed("TensorBoard's events are not written: \(error)")
    }
  }
}
