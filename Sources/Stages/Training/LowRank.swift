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
      "`\(word)` tunes an adapter beside a model's weights, and `from_scratch` has none worth keeping",
      at: call.span(of: word), label: "leave one of them out",
      secondary: [Diagnostic.Label(span: call.span(of: "from_scratch"), text: "begins with random weights")])
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
        "the model has an adapter of rank \(adapter.options.rank) already, which `tune lora` goes on with",
        at: call.span(of: word), label: "leave it out",
        helps: [Diagnostic.Help("`merge` makes weights of the adapter; another can then begin")])
    }
    return try model.detached.attaching(adapter.copy(base: base))
  }
}
