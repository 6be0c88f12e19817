import Foundation
import LanguageModel
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

/// Prose names what there is: what a registry has gained is missing nowhere.
@Suite("What the documentation names")
struct DocumentationTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: PackageRoot.path + "/" + path, encoding: .utf8)
  }

  @Test("README shows every measure and every selection rule")
  func choices() throws {
    let readme = try text("README.md")
    var count = 0
    for signature in Registry.standard.signatures {
      for case .choice(let choices) in signature.slots.map(\.kind) {
        for choice in choices {
          count += 1
          #expect(readme.contains("\(signature.name) \(choice.word)"), "\(signature.name) \(choice.word)")
        }
      }
    }
    #expect(count >= 11)
  }

  @Test("README names every format of rows by its ending, and every family")
  func formatsAndFamilies() throws {
    let readme = try text("README.md")
    for format in RowFormats.all { #expect(readme.contains(".\(format.endings[0])`"), "\(format.name)") }
    let words = readme.lowercased().replacing("-", with: "")
    for family in Family.all {
      let name = family.architecture.replacing("ForCausalLM", with: "").replacing("LMHeadModel", with: "")
      #expect(words.contains(name.lowercased()), "\(family.architecture)")
    }
  }

  @Test("every file and registry that the page on extending names is there")
  func extending() throws {
    let page = try text("docs/extending.md")
    let named = page.matches(of: /`((?:Sources|Tests)\/[A-Za-z0-9\/+_.-]+)`/).map { String($0.1) }
    #expect(named.count >= 12)
    for path in named { #expect(FileManager.default.fileExists(atPath: PackageRoot.path + "/" + path), "\(path)") }
    let registries = page.matches(of: /`([A-Za-z]+)\.all` in `(Sources\/[A-Za-z0-9\/+_.-]+)`/)
    #expect(registries.count >= 6)
    for found in registries {
      let source = try text(String(found.2))
      #expect(source.contains("static let all") && source.contains(String(found.1)), "\(found.0)")
    }
  }
}
