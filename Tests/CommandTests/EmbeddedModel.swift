import Foundation
import TestSupport

enum EmbeddedModel {
  /// Its directory.
  static let path = PackageRoot.path + "/share/model/cact-4m"
}

extension Cact {
  /// The embedded model's directory again, its files links, without those that are `missing`.
  func embeddedModel(as name: String, without missing: [String] = []) throws -> String {
    let files = FileManager.default
    try files.createDirectory(atPath: folder(name), withIntermediateDirectories: true)
    for file in try files.contentsOfDirectory(atPath: EmbeddedModel.path) where !missing.contains(file) {
      try files.createSymbolicLink(
        atPath: folder(name) + "/\(file)", withDestinationPath: EmbeddedModel.path + "/\(file)")
    }
    return folder(name)
  }
}
