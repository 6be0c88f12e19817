import Diagnostics
import Foundation
import LanguageModel
import Pipeline

/// Names of models, before any is loaded.
enum ModelNames {
  /// Why there is no model of the name that a setting gives, and which there are of a similar one.
  static func absence(of value: ArgumentValue) -> Absence? {
    guard case .path(let name) = value, let error = LanguageModel.absence(of: name) else { return nil }
    guard let error = error as? LanguageModelError else { return nil }
    let near = HubCache.isName(name) ? Spelling.candidates(for: name, among: HubCache().names) : []
    return Absence(error.diagnosticCode, error.diagnosticMessage, near: near + NearFiles.candidates(for: name))
  }
}
