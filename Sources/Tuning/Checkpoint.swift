import Documents
import Foundation
import LanguageModel
import Numerics
import Digests

/// Where a run keeps its state, and how often.
public struct CheckpointPlace: Sendable, Hashable {
  /// One file, replaced whole.
  public var path: String
  /// Seconds between checkpoints; a run longer than 100 times this waits 1 % of itself.
  public var interval: Double

  /// Checkpoints in the folder `path`, `interval` seconds apart.
  public init(path: String, interval: Double = 60) {
    self.path = path
    self.interval = interval
  }

  /// Deletes the file, once the run's result is kept elsewhere.
  public func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// Parameters, moments and position of a run, as one safetensors file.
struct Checkpoint {
  /// What is beside the tensors.
  struct State: Codable {
    /// Digest of options, samples, validation and the model as it was at the start.
    var run: String
    var outcome: TuningOutcome
    /// Of the tensors, the model's first and the best weights last: a run goes on from what was written, or not at all.
    var tensors: ContentDigest
  }

  /// - Parameter best: the weights of the lowest validation loss so far, where they are kept.
  static func save(
    _ place: CheckpointPlace, run: String, outcome: TuningOutcome, model: LanguageModel, moments: Moments,
    best: AlignedBuffer<Float>?
  ) throws {
    try model.withTrainable { parameters in
      var digest = ContentDigest.Builder()
      for tensor in [parameters, moments.variance, moments.mean, best] {
        if let tensor { digest.update(tensor.bytes) }
      }
      let tensors = digest.finalize()
      let state = try JSONEncoder().encode(State(run: run, outcome: outcome, tensors: tensors))
      let shape = [parameters.count]
      try Safetensors.write(
        [
          .init(name: "parameters", shape: shape, values: parameters.constant),
          .init(name: "mean", shape: shape, values: moments.mean.constant),
          .init(name: "variance", shape: shape, values: moments.variance.constant),
        ] + (best.map { [.init(name: "best", shape: shape, values: $0.constant)] } ?? []), as: .f32,
        metadata: [("state", String(decoding: state, as: UTF8.self))], to: place.path)
    }
  }

  /// Restores the run's state; nil, with nothing touched, when the file is absent or is another run's.
  ///
  /// - Returns: the outcome so far, AdamW's moments, and the best weights where they are kept.
  static func restore(
    _ place: CheckpointPlace, run: String, model: LanguageModel
  ) throws -> (outcome: TuningOutcome, moments: Moments, best: AlignedBuffer<Float>?)? {
    guard FileManager.default.fileExists(atPath: place.path) else { return nil }
    func broken(_ reason: String) -> TuningError { .checkpoint(path: place.path, reason: reason) }
    let reader: Safetensors.Reader
    do { reader = try Safetensors.Reader(place.path) } catch { throw broken("\(error)") }
    guard let text = reader.metadata["state"],
      let state = try? JSONDecoder().decode(State.self, from: Data(text.utf8))
    else { throw broken("it contains no training state") }
    guard state.run == run else { return nil }
    var best: AlignedBuffer<Float>?
    let size = model.trainable.size
    let moments = Moments(mean: AlignedBuffer(count: size), variance: AlignedBuffer(count: size))
    try model.withTrainable { parameters in
      var digest = ContentDigest.Builder()
      func read(_ name: String, into buffer: AlignedBuffer<Float>) throws {
        guard reader.entries[name]?.shape == [buffer.count], reader.entries[name]?.type == "F32" else {
          throw broken("`\(name)` does not fit the model")
        }
        try reader.read(name, into: buffer.pointer)
        digest.update(buffer.bytes)
      }
      // The model is touched last, once all is known to be as it was written.
      try read("parameters", into: moments.mean)
      try read("variance", into: moments.variance)
      try read("mean", into: moments.mean)
      if reader.entries["best"] != nil {
        let kept = AlignedBuffer<Float>(uninitialized: parameters.count)
        try read("best", into: kept)
        best = kept
      }
      guard digest.finalize() == state.tensors else { throw broken("its content has changed since it was written") }
      try read("parameters", into: parameters)
    }
    return (state.outcome, moments, best)
  }
}
