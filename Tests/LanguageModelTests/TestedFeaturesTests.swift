import Documents
import Foundation
import LanguageModel
import TestSupport
import Testing

/// `help models` says what was tested; this holds it against the models that the tests run.
@Suite("What help says was tested")
struct TestedFeaturesTests {
  @Test("a family's list is what its fixtures have")
  func families() throws {
    let root = PackageRoot.path + "/Tests/Fixtures"
    let folders = try [root, root + "/families"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
    }
    var found: [Family: Set<String>] = [:]
    for folder in folders where FileManager.default.fileExists(atPath: folder + "/expected.safetensors") {
      let path = folder + "/config.json"
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let json = try JSONValue.read(path)
      guard Family.all.contains(where: { $0.architecture == json["architectures"]?[0]?.string }) else { continue }
      let configuration = try ModelConfiguration(json: json, file: path)
      found[configuration.family, default: []].formUnion(configuration.features)
    }
    for family in Family.all {
      let tested = try #require(found[family], "\(family.architecture) has no fixture")
      #expect(Set(family.tested) == tested, "\(family.architecture)")
      #expect(Set(family.tested).count == family.tested.count && !family.models.isEmpty)
    }
  }
}
