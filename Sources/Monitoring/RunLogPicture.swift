public import Documents
import Foundation

/// What a log tells: its stages in the order in which they began, each as it is by its last line. Texts are a stranger's: whoever shows
/// them escapes them.
public struct RunLogPicture {
  /// One run of one stage.
  public struct Stage {
    /// Of this run of it alone.
    public var id = ""
    /// The machine that it runs on.
    public var host = ""
    /// The process there.
    public var pid = 0
    /// 0: no other stage's work.
    public var within = 0
    /// The stage's name.
    public var name = ""
    /// What it does now: "warm-up".
    public var label = ""
    /// How much is done, in `unit`.
    public var done: Double?
    /// Of how much; nil: nobody knows.
    public var total: Double?
    /// What is counted: "tokens".
    public var unit = ""
    /// So much of it in a second.
    public var perSecond: Double?
    /// The last step of a tuning.
    public var step: Int?
    /// Of how many.
    public var steps: Int?
    /// Its learning rate.
    public var rate: Double?
    /// The last checkpoint's file.
    public var checkpoint: String?
    /// Bytes in memory; of a stage that ended the most that there were.
    public var memory: Int?
    /// Since it began.
    public var seconds = 0.0
    /// How it ended; nil while it runs.
    public var status: String?
    /// Why, where that was said.
    public var message = ""
    /// Loss by step, thinned.
    public var losses: [(step: Double, loss: Double)] = []

    /// Seconds that are left at the speed of now; nil where nothing tells.
    public var left: Double? {
      guard let done, let total, let perSecond, perSecond > 0, total > done else { return nil }
      return (total - done) / perSecond
    }
  }

  /// Those of the last lines: the oldest are forgotten.
  public private(set) var stages: [Stage] = []
  private var numbers: [String] = []

  private static let mostStages = 200
  private static let mostLosses = 4_000

  /// Nothing is known yet.
  public init() {}

  /// The stage that runs now, the innermost that began last; else the one that ended last.
  public var current: Stage? { stages.last { $0.status == nil } ?? stages.last }

  /// Takes a line; what has no place in a log is passed over.
  public mutating func add(_ record: JSONObject) {
    guard record["cact"]?.string == "run", let event = record["event"]?.string, let run = record["run"]?.int else {
      return
    }
    let (host, pid) = (record["host"]?.string ?? "", record["pid"]?.int ?? 0)
    let number = "\(host) \(pid) \(run)"
    var place = numbers.lastIndex(of: number)
    if place == nil {
      numbers.append(number)
      stages.append(
        Stage(
          id: number, host: host, pid: pid, within: record["within"]?.int ?? 0, name: record["stage"]?.string ?? ""))
      if stages.count > Self.mostStages {
        numbers.removeFirst()
        stages.removeFirst()
      }
      place = stages.count - 1
    }
    guard let place else { return }
    stages[place].seconds = Self.figure(record["seconds"]) ?? stages[place].seconds
    switch event {
    case "progress": progress(record, &stages[place])
    case "end":
      stages[place].status = record["status"]?.string ?? "ended"
      stages[place].message = record["message"]?.string ?? ""
      stages[place].memory = record["peak_memory"]?.int ?? stages[place].memory
    default: break
    }
  }

  /// A number that can be shown: a stranger's file may hold any.
  private static func figure(_ value: JSONValue?) -> Double? {
    value?.double.flatMap { $0.isFinite && abs($0) < 1e15 ? $0 : nil }
  }

  private func progress(_ record: JSONObject, _ stage: inout Stage) {
    stage.label = record["label"]?.string ?? ""
    stage.done = Self.figure(record["done"])
    stage.total = Self.figure(record["of"])
    stage.unit = record["unit"]?.string ?? ""
    stage.perSecond = Self.figure(record["per_second"])
    stage.memory = record["memory"]?.int
    stage.checkpoint = record["checkpoint"]?.string ?? stage.checkpoint
    guard let step = record["step"]?.int else { return }
    stage.step = step
    stage.steps = record["steps"]?.int
    stage.rate = Self.figure(record["rate"])
    guard let loss = Self.figure(record["loss"]) else { return }
    stage.losses.append((Double(step), loss))
    if stage.losses.count > Self.mostLosses {
      stage.losses = stage.losses.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }
  }
}
