import Diagnostics
public import Digests
public import Work

/// Hears of every stage that runs, those within other stages too, to tell of it elsewhere than in the result. Called from the threads
/// that work; must not fail and must not take long.
public protocol RunMonitor: Sendable {
  /// A stage begins that makes a value of this key.
  /// - Parameter within: the number of the stage whose work this is a part of; 0: of none.
  func stageBegins(_ stage: String, key: ContentDigest, within: Int, settings: Settings) -> any StageWatch
}

/// What is told of one run of one stage.
public protocol StageWatch: Sendable {
  /// Of this run alone, from 1.
  var number: Int { get }
  func progress(_ progress: WorkProgress)
  func ended(_ ending: StageEnding)
}

/// How a stage ended.
public struct StageEnding: Sendable, Hashable {
  /// Done; asked to stop; stopped by its own rule; failed; failed because its loss was not finite.
  public enum Status: String, Sendable { case done, interrupted, stopped, failed, notFinite = "not finite" }
  /// In a word.
  public var status: Status
  /// Why, in a sentence without a full stop; empty where nothing is to be said.
  public var message: String

  /// An ending and its reason.
  public init(_ status: Status, _ message: String = "") {
    self.status = status
    self.message = message
  }

  /// Of a stage that handed back its result.
  init(_ result: StageResult) {
    if let interruption = result.interruption {
      self.init(.interrupted, interruption.description)
    } else if let reason = result.endedBy {
      self.init(.stopped, reason)
    } else {
      self.init(result.isComplete ? .done : .stopped)
    }
  }

  /// Of a stage that did not.
  init(_ error: any Error) {
    switch error {
    case let error as Interrupted: self.init(.interrupted, error.description)
    case let error as any DescribedError:
      self.init(error.isDivergence ? .notFinite : .failed, error.diagnosticMessage)
    case let error as Diagnostic: self.init(.failed, error.message)
    default: self.init(.failed, "\(error)")
    }
  }
}

extension Work {
  /// The same work, of which `watch` hears too. What encloses it hears of the progress, and not of the steps.
  func watched(by watch: any StageWatch) -> Work {
    var work = self
    let outer = progress
    work.within = watch.number
    work.progress = { progress in
      watch.progress(progress)
      var passedOn = progress
      passedOn.step = nil
      outer(passedOn)
    }
    return work
  }
}
