public import Diagnostics
import Syntax

/// What can be said in the language itself: `stdlib/*.cact`, embedded in the program and loaded before every session.
public enum StandardLibrary {
  /// In the order in which they are loaded.
  public static var files: [SourceText] {
    [
      SourceText(name: "stdlib/cdas.cact", bytes: PackageResources.cdas_cact),
      SourceText(name: "stdlib/control.cact", bytes: PackageResources.control_cact), recipes,
    ]
  }

  /// Ways to choose rows that a search tries.
  public static var recipes: SourceText {
    SourceText(name: "stdlib/recipes.cact", bytes: PackageResources.recipes_cact)
  }

  /// The names that `source` defines, in its order.
  public static func names(in source: SourceText) -> [String] {
    Parser.parse(source).0.statements.compactMap { statement in
      if case .definition(let syntax) = statement { syntax.name.text } else { nil }
    }
  }
}
