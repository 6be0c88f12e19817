import Digests
import Syntax

extension Recipe {
  /// Why nothing is remembered under this recipe, in a few words.
  /// - Parameters:
  ///   - past: what was run of the same stage, the latest first.
  ///   - signature: the stage's.
  ///   - path: the file that the call names, if it names one.
  ///   - isDamaged: whether the value was there and could not be read.
  func reason(
    past: [(key: ContentDigest, recipe: Recipe)], _ signature: Signature, path: String?, isDamaged: Bool
  ) -> String {
    if isDamaged { return "what was remembered is damaged" }
    let key = key
    if past.contains(where: { $0.key == key }) { return "what was remembered is no longer in the store" }
    if past.isEmpty { return "not run yet" }
    let alike = past.map(\.recipe).filter { $0.input == input }.map { differences(from: $0, signature, path: path) }
    // Of equally near ones the latest.
    guard let nearest = alike.min(by: { $0.count < $1.count }), !nearest.isEmpty else {
      return "not run yet on what comes in here"
    }
    return nearest.prefix(2).joined(separator: ", and ")
      + (nearest.count > 2 ? ", and \(nearest.count - 2) more differ\(nearest.count == 3 ? "s" : "")" : "")
  }

  private func differences(from past: Recipe, _ signature: Signature, path: String?) -> [String] {
    fileDifferences(from: past, path: path) + settingDifferences(from: past)
      + argumentDifferences(from: past, signature)
      + (version == past.version ? [] : ["the stage itself changed (version \(version), remembered \(past.version))"])
  }

  private func fileDifferences(from past: Recipe, path: String?) -> [String] {
    // Another path, model or encoder is told by what names it.
    if let path, past.argument("path") != Canonical.quoted(path) { return [] }
    let isOtherModel = settings.first { $0.name == "model" } != past.settings.first { $0.name == "model" }
    return files.compactMap { file in
      guard let before = past.files.first(where: { $0.name == file.name }), before.digest != file.digest else {
        return nil
      }
      switch file.name {
      case "model": return isOtherModel || argument("with") != past.argument("with") ? nil : "the model's files changed"
      case "rows": return path.map { "the file \(Canonical.quoted($0)) changed" } ?? "the rows changed"
      default: return file.name == path ? "the file \(Canonical.quoted(file.name)) changed" : "`\(file.name)` changed"
      }
    }
  }

  private func settingDifferences(from past: Recipe) -> [String] {
    func shown(_ text: String) -> String { text.isEmpty ? "the default" : text }
    return settings.compactMap { setting in
      guard let before = past.settings.first(where: { $0.name == setting.name }), before.text != setting.text else {
        return nil
      }
      return "`\(setting.name)` \(shown(setting.text)), remembered with \(shown(before.text))"
    }
  }

  private func argumentDifferences(from past: Recipe, _ signature: Signature) -> [String] {
    let slots = Set(signature.slots.map(\.name))
    let flags = Set(signature.flags.map(\.name))
    func written(_ word: Word) -> String {
      slots.contains(word.name) ? word.text : flags.contains(word.name) ? word.name : "\(word.name) \(word.text)"
    }
    var found: [String] = []
    for word in arguments {
      guard let before = past.arguments.first(where: { $0.name == word.name }) else {
        found.append("`\(written(word))`, remembered without it")
        continue
      }
      if before.text != word.text { found.append("`\(written(word))`, remembered with `\(before.text)`") }
    }
    found += past.arguments.filter { argument($0.name) == nil }.map { "remembered with `\(written($0))`" }
    if found.isEmpty, text != past.text { found.append("its arguments differ from those remembered") }
    for block in blocks where argument(block.name) == past.argument(block.name) {
      if past.blocks.contains(block) { continue }
      found.append("what `\(block.name)` reads changed")
    }
    return found
  }

  private func argument(_ name: String) -> String? { arguments.first { $0.name == name }?.text }
}
