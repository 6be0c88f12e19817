/// How far a long piece of work is.
public struct Progress: Sendable, Hashable {
  /// What is being done: "score".
  public var label: String
  /// How much is done, in `unit`.
  public var done: Double
  /// nil when unknown.
  public var total: Double?
  /// What `done` counts: "rows", "tokens", "steps".
  public var unit: String
  /// Of work that several processes share: how many, and which is the slowest.
  public var sharing: String?
  /// The step of a tuning that has just been done; nil: this report is of something else.
  public var step: StepProgress?

  /// So much of `total` is done.
  public init(label: String, done: Double, total: Double? = nil, unit: String) {
    self.label = label
    self.done = done
    self.total = total
    self.unit = unit
  }
}

/// What a step of a tuning came to.
public struct StepProgress: Sendable, Hashable {
  /// From 1.
  public var number: Int
  /// How many are planned.
  public var total: Int
  /// Its mean loss, nats a token, before its update.
  public var loss: Double
  /// Its learning rate.
  public var rate: Double
  /// The checkpoint that was saved before it, where one was.
  public var checkpoint: String?

  /// A step that was done.
  public init(number: Int, total: Int, loss: Double, rate: Double, checkpoint: String? = nil) {
    self.number = number
    self.total = total
    self.loss = loss
    self.rate = rate
    self.checkpoint = checkpoint
  }
}

/// What every long engine call is given: where to report, when to stop, how many threads to use.
public struct Work: Sendable {
  /// For files that import Foundation too, which has a `Progress` of its own.
  public typealias Progress = WorkProgress

  /// Called from the working thread, as often as the work likes; the receiver thins out.
  public var progress: @Sendable (WorkProgress) -> Void
  /// Raised when the work should stop.
  public var cancellation: Cancellation
  /// At most so many threads; at least 1.
  public var threads: Int
  /// What other processes of the same job compute with.
  public var threadsElsewhere = 0
  /// The number of the watched stage that this is the work of; 0: of none.
  public var within = 0

  /// By default nobody hears of it, nothing stops it, and it has all threads of the budget.
  public init(
    cancellation: Cancellation = Cancellation(), threads: Int = Budget.current.threads,
    progress: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) {
    self.progress = progress
    self.cancellation = cancellation
    self.threads = threads
  }

  /// All of the job's, those of other processes too: what it costs is theirs.
  public var jobThreads: Int { threads + threadsElsewhere }

  /// Reports nothing and is never cancelled.
  public static let silent = Work()

  /// - Throws: `Interrupted`, with the given account of what is kept, once `cancellation` was raised.
  public func checkCancellation(
    done: Int = 0, total: Int = 0, of what: String = "", kept: String = ""
  ) throws(Interrupted) {
    if cancellation.isCancelled { throw Interrupted(done: done, total: total, what: what, kept: kept) }
  }
}

/// The work under its unambiguous name.
public typealias WorkProgress = Progress

/// Work that stopped because it was asked to; what was done is kept, and the same call goes on from there.
public struct Interrupted: Error, Hashable, Sendable, CustomStringConvertible {
  /// How much was done, in what `what` counts.
  public var done: Int
  /// How much there was to do; 0 when unknown.
  public var total: Int
  /// What is counted: "rows scored".
  public var what: String
  /// What a later call will find: "a checkpoint at step 40"; empty when nothing was kept.
  public var kept: String

  /// Work that stopped after `done` of `total`.
  public init(done: Int, total: Int, what: String, kept: String = "") {
    self.done = done
    self.total = total
    self.what = what
    self.kept = kept
  }

  /// What was done and what is kept, as a sentence without a full stop.
  public var description: String {
    let count = total > 0 ? " after \(done) of \(total) \(what)" : ""
    return "interrupted\(count)\(kept.isEmpty ? "" : "; kept: \(kept)")"
  }
}
