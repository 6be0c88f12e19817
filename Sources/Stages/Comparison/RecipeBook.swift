import Pipeline

/// The ways to choose that a search tries.
struct RecipeBook {
  /// The random draw, which is always among them: what a choice has to beat.
  let random: Recipe
  /// Random rows with the target's among them: what a choice toward the target has to beat as well.
  let randomAndTarget: Recipe
  /// The others, in the order in which they are tried.
  let recipes: [Recipe]

  /// Those that the blocks of `over` say; without any, those of the library, and a filter that the target suggests.
  init(_ call: BoundCall, filter: SuggestedFilter? = nil, _ context: RunContext) throws {
    let own = try call.blocks("over")
    var library: [(name: String, text: String)] = []
    if own.isEmpty {
      library = StandardLibrary.names(in: StandardLibrary.recipes).map { ($0.replacing("_", with: " "), $0) }
      // Behind random rows and the target's: it costs nothing.
      if let filter { library.insert(("with \"\(filter.word)\"", filter.text), at: min(3, library.count)) }
    }
    let blocks = try context.blocks(["select random", "select random | append target"] + library.map(\.text))
    random = Recipe(name: "random", block: blocks[0])
    randomAndTarget = Recipe(name: "random + target", block: blocks[1])
    let named = own.isEmpty ? library.map(\.name) : ArmNames.names(of: own)
    recipes = zip(named, own.isEmpty ? Array(blocks.dropFirst(2)) : own)
      .map { Recipe(name: $0, block: $1) }
      .filter { !$0.arm.isRandomDraw && !$0.isRandomAndTarget }
  }
}
