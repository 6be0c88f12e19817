import Digests
import Foundation
public import Work

// Several files as one set of rows.
extension RowReader {
  /// The rows of files, one behind another, as `read(path:)` reads each; `row` goes on from file to file.
  ///
  /// Questions and answers are one column each, whatever a file calls them; see `Rows.appending` for the others. A file that cannot be
  /// read is an error, and nothing is returned.
  ///
  /// - Parameters:
  ///   - paths: at least one.
  ///   - path: what stands for all of them, in the rows' source.
  ///   - options: for a file; the limit is one of all files.
  /// - Throws: `RowError`; `Interrupted`.
  public static func read(
    paths: [String], of path: String, work: Work = .silent, options: (String) throws -> ReadOptions
  ) throws -> (Rows, Ledger) {
    guard paths.count > 1 else {
      return try read(path: paths.first ?? path, options: options(paths.first ?? path), work: work)
    }
    var parts: [Rows] = []
    var ledger = Ledger()
    var notes: [(text: String, file: String)] = []
    var digest = ContentDigest.Builder()
    for (place, file) in paths.enumerated() {
      var options = try options(file)
      let limit = options.limit
      options.limit = limit.map { $0 - ledger.rowsIn }
      if options.limit == 0 {
        ledger.notes.append(JSONReader.goesOn(ledger.rowsIn) + ", in \(paths.count - place) more files")
        break
      }
      var (rows, found) = try read(path: file, options: options, work: work)
      let end = JSONReader.goesOn(found.rowsIn)
      let isCut = found.notes.contains(end)
      if isCut { ledger.notes.append(JSONReader.goesOn(ledger.rowsIn + found.rowsIn)) }
      notes += found.notes.filter { $0 != end }.map { ($0, file) }
      if let first = parts.first, let note = Self.note(on: rows.roles, beside: first.roles) {
        notes.append((note, file))
      }
      digest.update(rows.source.digest.description)
      rows = rows.numbered(behind: ledger.rowsIn)
      found.notes = []
      ledger.add(found)
      parts.append(rows)
      if isCut { break }
    }
    guard var rows = Rows.joined(parts[...]) else { return try read(path: path, options: options(path), work: work) }
    rows.source = RowSource(path: path, digest: digest.finalize())
    ledger.notes = Self.ranges(parts, paths, ledger.rowsIn) + Self.shared(notes, of: parts.count) + ledger.notes
    return (rows, ledger)
  }

  private static func name(_ path: String) -> String { (path as NSString).lastPathComponent }

  /// Which rows are those of which file.
  private static func ranges(_ parts: [Rows], _ paths: [String], _ count: Int) -> [String] {
    let shown = 4
    let texts = zip(parts, paths).prefix(shown).map { part, path in
      "\(name(path)) to row \(part.rowNumbers.last ?? 0)"
    }
    let rest = parts.count > shown ? ", … \(name(paths[parts.count - 1])) to row \(count)" : ""
    return ["\(parts.count) files: " + texts.joined(separator: ", ") + rest]
  }

  /// What is said of files, once where it is the same of several.
  private static func shared(_ notes: [(text: String, file: String)], of count: Int) -> [String] {
    var files: [String: [String]] = [:]
    var order: [String] = []
    for note in notes {
      if files[note.text] == nil { order.append(note.text) }
      files[note.text, default: []].append(name(note.file))
    }
    return order.map { text in
      let named = files[text] ?? []
      if named.count == count { return "in each file: \(text)" }
      let shown = named.prefix(3).joined(separator: ", ")
      return "\(shown)\(named.count > 3 ? " and \(named.count - 3) more" : ""): \(text)"
    }
  }

  /// Where a file calls its questions and answers otherwise.
  private static func note(on roles: Roles, beside first: Roles) -> String? {
    let pairs = [(roles.question, first.question), (roles.answer, first.answer)]
    let others = pairs.compactMap { own, wanted in
      if let own, let wanted, own != wanted { "`\(own)` is `\(wanted)` here" } else { nil }
    }
    return others.isEmpty ? nil : others.joined(separator: ", ")
  }
}

extension Rows {
  /// The same with numbers that go on behind `count` others.
  fileprivate func numbered(behind count: Int) -> Rows {
    Rows(
      names: names, columns: columns, rowNumbers: rowNumbers.map { $0 + count }, roles: roles, source: source)
  }
}
