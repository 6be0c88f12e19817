import Diagnostics
import Digests
import Foundation
import Store

/// Why a stage is not remembered.
extension Executor {
  /// Keeps how a value that was just made came about. It costs a write beside that of the value; where it fails, a plan knows less.
  func noteRecipe(of call: BoundCall, key: ContentDigest, inputKey: ContentDigest, settings: Settings) {
    guard let stage = registry[call.stage],
      let recipe = try? shownRecipe(of: call, stage.signature, inputKey: inputKey, settings: settings.unheard),
      // A file that changed meanwhile is another recipe's.
      recipe.key == key
    else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(recipe) else { return }
    try? store.noteRecipe(bytes, of: key, stage: call.stage, engine: engine)
  }

  /// Gives each stage that would run, though it could have been remembered, the reason. Where all is remembered nothing is read.
  func giveReasons(to stages: inout [Plan.Stage], of pipeline: BoundPipeline, settings: Settings) throws {
    guard stages.indices.contains(where: { isPure(pipeline.calls[$0]) && !stages[$0].isRemembered }) else { return }
    let keys = try keys(of: pipeline, inputKey: nil, settings: settings)
    var isNew = false
    for (index, call) in pipeline.calls.enumerated() where isPure(call) && !stages[index].isRemembered {
      defer { isNew = true }
      if stages[index].isBegun { continue }
      stages[index].reason =
        try isNew ? "the stage before is new" : reason(of: call, inputKey: keys[index], settings: settings)
    }
  }

  private func reason(of call: BoundCall, inputKey: ContentDigest, settings: Settings) throws -> String? {
    guard let stage = registry[call.stage] else { return nil }
    let recipe = try shownRecipe(of: call, stage.signature, inputKey: inputKey, settings: settings)
    let past = ((try? store.recipes(ofStage: call.stage)) ?? []).compactMap { key, bytes in
      (try? JSONDecoder().decode(Recipe.self, from: Data(bytes))).map { (key, $0) }
    }
    return recipe.reason(
      past: past, stage.signature, path: (try? call.optionalString("path")) ?? nil,
      isDamaged: store.wasDamaged(recipe.key))
  }

  private func shownRecipe(
    of call: BoundCall, _ signature: Signature, inputKey: ContentDigest, settings: Settings
  ) throws -> Recipe {
    var recipe = try recipe(of: call, inputKey: inputKey, settings: settings)
    recipe.arguments = Canonicalizer.arguments(call, signature).map { .init(name: $0.name, text: $0.text) }
    return recipe
  }
}
