package import Diagnostics
import Documents
import Foundation
import Stages

/// The lessons that come with the program: `share/lessons/NN-name.cact`.
package struct Lessons: Sendable {
  /// One of them, with its place in the order.
  package struct Entry: Sendable {
    /// From 1.
    package let number: Int
    /// As one types it: `complexity`.
    package let name: String
    /// Its script.
    package let source: SourceText
    /// What the script says.
    package let lesson: Lesson

    /// Its number and title, as the reader sees them above it.
    package var heading: String { "Lesson \(number). \(lesson.title)" }
  }

  /// By their numbers.
  package let entries: [Entry]

  /// The lessons of a folder; other files in it are none of them.
  ///
  /// Throws `MissingShare` where there are none, and `FileError` of one that cannot be read.
  package init(folder: String) throws {
    var entries: [Entry] = []
    for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      guard let match = file.wholeMatch(of: #/(\d{1,3})-([a-z0-9-]+)\.cact/#), let number = Int(match.1) else {
        continue
      }
      let source = SourceText(name: file, bytes: try AtomicFile.read(folder + "/" + file, as: .text))
      entries.append(Entry(number: number, name: String(match.2), source: source, lesson: Lesson(source)))
    }
    guard !entries.isEmpty else { throw MissingShare() }
    self.entries = entries.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
  }

  /// Those beside the program. Throws as `init(folder:)` does.
  package static func installed() throws -> Lessons { try Lessons(folder: SharedFiles.path("lessons")) }

  /// The lesson of a number, a name, or a file's name: `3`, `random`, `03-random.cact`.
  package func named(_ text: String) -> Entry? {
    let name = text.lowercased()
    if let number = Int(name) { return entries.first { $0.number == number } }
    return entries.first { $0.name == name || [$0.source.name, String($0.source.name.dropLast(5))].contains(name) }
  }

  /// Names that somebody may have meant by `text`: similar ones, else those that hold it.
  package func near(_ text: String) -> [String] {
    let similar = Spelling.candidates(for: text, among: entries.map(\.name))
    guard similar.isEmpty, text.count > 2 else { return similar }
    return entries.map(\.name).filter { $0.contains(text.lowercased()) }
  }

  /// The one after it.
  package func next(after entry: Entry) -> Entry? { entries.first { $0.number > entry.number } }
}
