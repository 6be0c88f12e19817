import Curation
import Digests
import Foundation
import Numerics
import Pipeline
import Store
import Work

/// Runs programs with their tests, several at a time, and remembers what came of each.
struct ProblemTrials {
  private static let kind = "trial"
  /// An interruption, or a kill, loses so many at most.
  private static let batch = 32

  let checker: CodeChecker
  let context: RunContext

  /// What the tests of a problem say of a program.
  struct Request {
    var code: [UInt8]
    var problem: CodeProblem
  }

  /// Of each request, in order. What nothing here could try is not remembered: another time it may be installed.
  ///
  /// - Throws: `SandboxError`; `Interrupted`: whole batches are kept.
  func trials(_ requests: [Request], label: String) throws -> [TestTrial] {
    let keys = requests.map(key)
    let known = try context.store.rowValues(kind: Self.kind, keys: keys).compactMapValues {
      try? JSONDecoder().decode(TestTrial.self, from: Data($0))
    }
    var found = keys.map { known[$0] }
    // The same program for the same problem is run once.
    var firsts: [ContentDigest: Int] = [:]
    for place in requests.indices where found[place] == nil && firsts[keys[place]] == nil {
      firsts[keys[place]] = place
    }
    let open = firsts.values.sorted()
    let batch = Self.batch * (checker.crew?.size ?? 1)
    for start in stride(from: 0, to: open.count, by: batch) {
      let some = Array(open[start..<min(open.count, start + batch)])
      context.work.progress(
        WorkProgress(label: label, done: Double(start), total: Double(open.count), unit: "programs"))
      try context.work.checkCancellation(
        done: start, total: open.count, of: "programs run", kept: "every batch of verdicts so far")
      let fresh = try checker.trials(some.map { trial(requests[$0]) }, work: context.work)
      try context.store.putRowValues(
        kind: Self.kind,
        try zip(some, fresh).filter { !$1.isUnknown }.map {
          (key: keys[$0], bytes: [UInt8](try JSONEncoder().encode($1)))
        }, engine: .current)
      for (place, trial) in zip(some, fresh) { found[place] = trial }
    }
    return requests.indices.map { place in
      found[place] ?? firsts[keys[place]].flatMap { found[$0] } ?? TestTrial(.unknown(""), reachesAssertion: false)
    }
  }

  private func trial(_ request: Request) -> TrialRequest {
    TrialRequest(
      TestedCode(code: request.code, tests: request.problem.tests, entryPoint: request.problem.entryPoint),
      language: request.problem.language?.name ?? "")
  }

  private func key(_ request: Request) -> ContentDigest {
    var builder = ContentDigest.Builder()
    builder.update("trial-\(CodeChecker.harnessVersion)")
    builder.update(checker.conditions)
    builder.update(request.problem.word)
    builder.update(request.problem.entryPoint ?? "")
    for part in [request.code, request.problem.tests] {
      builder.update(part.count)
      part.withUnsafeBytes { builder.update($0) }
    }
    return builder.finalize()
  }
}

extension TestTrial {
  /// Whether nothing can be said.
  var isUnknown: Bool { if case .unknown = finding { true } else { false } }
}
