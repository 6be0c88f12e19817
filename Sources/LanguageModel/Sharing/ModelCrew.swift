package import Numerics
package import Work

/// Other processes that compute with the same model: see `LanguageModel.crew`.
public protocol ModelCrew: AnyObject, Sendable {
  /// Runs a pass over the batches, here and there; arguments as in `LanguageModel.losses(ofBatches:)`.
  func losses(
    of batches: [[Segment]], _ model: LanguageModel, shouldStop: () throws -> Bool,
    each: (Int, [SegmentLoss]) throws -> Void) throws
  /// `4 ranks, slowest 2 (node7)`, for who reports progress; nil while nothing is shared.
  var standing: String? { get }
  /// The same for projected gradients.
  func projectedGradients(
    of batches: [[Segment]], by projection: SignProjection, _ model: LanguageModel, shouldStop: () throws -> Bool,
    each: (Int, [[Float]]) throws -> Void) throws
}

/// Where a model began, by which another process makes the same one.
package enum ModelOrigin: Sendable, Hashable {
  /// Loaded from that directory, whose content has that digest.
  case directory(String, digest: String)
  /// Of the shape that this directory's config.json describes, with weights that are in no file.
  case shape(String)
}

extension LanguageModel {
  /// The losses of every batch, computed by this process or by it and its crew.
  ///
  /// - Parameters:
  ///   - shouldStop: asked between batches; the rest is left out.
  ///   - each: takes a batch's index and its losses on the calling thread, in whichever order batches are done.
  /// - Throws: as `losses(of:)`; what `shouldStop` and `each` throw.
  public func losses(
    ofBatches batches: [[Segment]], shouldStop: () throws -> Bool = { false },
    each: (Int, [SegmentLoss]) throws -> Void
  ) throws {
    if let crew = crew(for: batches) {
      for batch in batches { try validate(batch) }
      return try crew.losses(of: batches, self, shouldStop: shouldStop, each: each)
    }
    for (place, batch) in batches.enumerated() {
      if try shouldStop() { return }
      try each(place, losses(of: batch))
    }
  }

  /// The losses of a list, in batches of at most so many tokens in its order: they depend on the list alone.
  ///
  /// - Parameters:
  ///   - label: what progress calls the work.
  ///   - what: what an interruption counts: "rows embedded".
  ///   - each: takes a batch's places in the list and its losses, in whichever order batches are done.
  /// - Throws: `Interrupted` between batches; as `losses(of:)`; what `each` throws.
  package func losses(
    of segments: [Segment], batchTokens: Int, label: String, what: String, work: Work,
    each: (Range<Int>, [SegmentLoss]) throws -> Void
  ) throws {
    let work = work.shared(by: crew)
    let batches = Segment.batches(segments.map(\.tokens.count), atMost: batchTokens)
    var done = 0
    try losses(
      ofBatches: batches.map { Array(segments[$0]) },
      shouldStop: {
        try work.checkCancellation(done: done, total: segments.count, of: what)
        return false
      },
      each: { batch, losses in
        try each(batches[batch], losses)
        done += batches[batch].count
        work.progress(WorkProgress(label: label, done: Double(done), total: Double(segments.count), unit: "rows"))
      })
  }

  /// The projected gradients of every batch, likewise.
  public func projectedGradients(
    ofBatches batches: [[Segment]], by projection: SignProjection, shouldStop: () throws -> Bool = { false },
    each: (Int, [[Float]]) throws -> Void
  ) throws {
    if let crew = crew(for: batches) {
      for batch in batches { try validate(batch) }
      return try crew.projectedGradients(of: batches, by: projection, self, shouldStop: shouldStop, each: each)
    }
    for (place, batch) in batches.enumerated() {
      if try shouldStop() { return }
      try each(place, projectedGradients(of: batch, by: projection))
    }
  }

  /// Nil where there is none, where the others could not make the same model, and for work that is not worth it.
  private func crew(for batches: [[Segment]]) -> (any ModelCrew)? {
    guard let crew, origin != nil else { return nil }
    let tokens = batches.reduce(0) { $0 + $1.reduce(0) { $0 + $1.tokens.count } }
    return batches.count > 1 || tokens >= 2 * Portions.leastTokens ? crew : nil
  }
}

extension LanguageModel {
  /// Lends the weights to be copied; mapped ones become resident.
  package func withWeightsUnchanged<R>(_ body: (AlignedBuffer<Float>) throws -> R) rethrows -> R {
    try reading { try body($0.buffer) }
  }

  /// Lends the adapter's parameters to be copied; of a model without one nothing is called.
  package func withAdapterUnchanged(_ body: (AlignedBuffer<Float>) throws -> Void) rethrows {
    guard let adapter else { return }
    try reading { _ in try body(adapter.parameters) }
  }
}

extension Work {
  /// The same, whose progress says who shares the work; without a crew this itself.
  package func shared(by crew: (any ModelCrew)?) -> Work {
    guard let crew else { return self }
    var work = self
    let progress = work.progress
    work.progress = {
      var told = $0
      told.sharing = crew.standing
      progress(told)
    }
    return work
  }
}
