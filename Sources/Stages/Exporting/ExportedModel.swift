import Diagnostics
import Digests
import LanguageModel
import Packing
import Pipeline
import Tokenization
import Tuning

/// The model of the settings, as far as another program is told of it.
struct ExportedModel {
  let directory: String
  let digest: ContentDigest
  /// `org/name` where the settings say so, else the whole path of its directory.
  let name: String
  let template: ModelTemplate
  /// Whether its own files have this template.
  let hasTemplate: Bool
  let tokenizer: Tokenizer
  let recommendedRate: Double?

  /// - Throws: `Diagnostic` for weights that other programs do not tune; what reading the model throws.
  init(_ call: BoundCall, _ context: RunContext) throws {
    let library = context.models
    directory = try library.directory(context.settings)
    if let what = PEFT.isAdapter(directory)
      ? "an adapter of another model" : GGUF.source(of: directory) == nil ? nil : "a GGUF file"
    {
      throw Diagnostic(
        StageCodes.notExported, "the model of the settings is \(what), from which no other program begins",
        at: call.span,
        label: "for \(ModelLibrary.name(of: directory))")
    }
    digest = try library.contentDigest(directory: directory)
    name = try library.baseName(directory, named: context.settings.model)
    template = try library.template(context.settings, directory: directory)
    hasTemplate =
      try ChatTemplateFile.jinja(directory: directory) != nil
      && library.ownTemplate(directory: directory).template == template.template
    tokenizer = try library.tokenizer(directory: directory)
    recommendedRate = try library.configuration(directory: directory).recommendedLearningRate
  }
}
