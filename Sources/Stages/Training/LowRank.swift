import Diagnostics
import LanguageModel
import Pipeline

/// What the options of `tune` say of LoRA.
struct LowRank {
  /// The words that ask for it: each of them does.
  static let words = ["lora", "rank", "alpha", "dropout", "targets"]
  /// The highest learning rate where none is given; the model's own recommendation is for all its weights.
  static let learningRate = 2e-4

  let call: BoundCall

  var isAsked: Bool { Self.words.contains { call.isWritten($0) } }

  /// - Throws: `Diagnostic` for options that ask for it together with those of another way to begin.
  func check() throws {
    guard isAsked, call.isWritten("from_scratch"), let word = Self.words.first(where: { call.isWritten($0) }) else {
      return
    }
    throw Diagnostic(
      StageCodes.optionsClash,
      "`\(word)` trains an adapter on top of a model's weights, and with `from_scratch` these are random",
      at: call.span(of: word), label: "leave one out",
      secondary: [Diagnostic.Label(span: call.span(of: "from_scratch"), text: "starts from random weights")])
  }

  func options() throws -> AdapterOptions {
    var options = AdapterOptions()
    options.rank = try call.optionalInteger("rank") ?? options.rank
    options.alpha = try call.optionalNumber("alpha") ?? options.alpha
    options.dropout = try call.optionalNumber("dropout") ?? options.dropout
    options.targets = try call.optionalString("targets").map { text in
      text.split { $0 == "," || $0 == " " }.map(String.init)
    }
    return options
  }

  /// The model with a new adapter attached; one that has an adapter already goes on with a copy of it.
  func attach(to model: LanguageModel, base: String, seed: UInt64) throws -> LanguageModel {
    guard let adapter = model.adapter else {
      return try model.attaching(Adapter(for: model, options: options(), base: base, seed: seed))
    }
    if let word = Self.words.first(where: { $0 != "lora" && call.isWritten($0) }) {
      throw Diagnostic(
        StageCodes.optionsClash,
        "the model has an adapter of rank \(adapter.options.rank) already, which `tune lora` continues to train",
        at: call.span(of: word), label: "leave it out",
        helps: [Diagnostic.Help("`merge` merges it into the weights; then a new one can be trained")])
    }
    return try model.detached.attaching(adapter.copy(base: base))
  }
}
