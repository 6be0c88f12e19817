import Diagnostics
public import Digests
public import Documents
import Pipeline

/// What a session file holds.
public struct SessionDocument: Sendable, Hashable {
  /// Of the format; raised when an older program would lose something.
  public static let version = 1

  /// Number of the next cell: numbers are never given twice.
  public var nextNumber: Int
  /// In their order.
  public var cells: [NotebookCell]
  /// For whoever reads the file: what holds at its end. Opening follows the cells.
  public var settings: JSONObject
  /// Names bound by `let`, with what they are bound to.
  public var bindings: JSONObject
  /// Members that this program does not know, as they stand in the file: kept when it is written.
  public var unknown: JSONObject

  /// The content of a session's file.
  public init(
    nextNumber: Int = 1, cells: [NotebookCell] = [], settings: JSONObject = JSONObject(),
    bindings: JSONObject = JSONObject(), unknown: JSONObject = JSONObject()
  ) {
    self.nextNumber = nextNumber
    self.cells = cells
    self.settings = settings
    self.bindings = bindings
    self.unknown = unknown
  }
}

/// The JSON form of a session.
public enum SessionFile {
  private static let format = "cact session"

  /// Reads a session.
  /// - Throws: `NotebookError`, with the place in the file where one can be named.
  public static func read(_ path: String) throws -> SessionDocument { try readKnown(path).document }

  /// The same with the digest of the file's bytes.
  static func readKnown(_ path: String) throws -> (document: SessionDocument, digest: ContentDigest) {
    AtomicFile.removeLeftovers(of: path)
    let bytes: [UInt8]
    do {
      bytes = try AtomicFile.read(path, as: .session)
    } catch {
      throw NotebookError(NotebookCodes.unwritableSession, error.description)
    }
    do {
      return (try decode(JSONValue.parse(bytes, file: path), path: path), ContentDigest.of(bytes))
    } catch let error as JSONError {
      let source = SourceText(name: path, bytes: bytes)
      let line = source.lineSpan(min(max(error.line, 1), source.lineStarts.count) - 1)
      // Columns count characters, spans bytes.
      let before = String(decoding: bytes[line.lower..<line.upper], as: UTF8.self).prefix(max(0, error.column - 1))
      let offset = min(line.lower + before.utf8.count, line.upper)
      throw NotebookError(
        Diagnostic(
          NotebookCodes.damagedSession, "the session file is damaged: \(error.message)",
          at: Span(offset, min(offset + 1, bytes.count)), label: "reading stopped here",
          notes: ["the file is left as it is"]),
        in: source)
    }
  }

  /// Whether the file begins as a session does, as far as it goes.
  static func began(_ path: String) -> Bool {
    guard let bytes = try? AtomicFile.read(path) else { return false }
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    return bytes.prefix(256).filter { !blanks.contains($0) }.starts(with: Array("{\"format\":\"cactsess".utf8))
  }

  /// Writes it whole or not at all.
  /// - Returns: the digest of what was written.
  /// - Throws: `NotebookError`.
  @discardableResult
  public static func write(_ document: SessionDocument, to path: String) throws -> ContentDigest {
    do {
      let text = encode(document).serialized(pretty: true) + "\n"
      try AtomicFile.write(text, to: path)
      return ContentDigest.of(text)
    } catch {
      throw NotebookError(NotebookCodes.unwritableSession, error.description)
    }
  }

  // MARK: - Encoding

  static func encode(_ document: SessionDocument) -> JSONValue {
    var object: JSONObject = [
      "format": .string(format), "version": .integer(SessionDocument.version),
      "next": .integer(document.nextNumber), "settings": .object(document.settings),
      "bindings": .object(document.bindings), "cells": .array(document.cells.map(encode)),
    ]
    for key in document.unknown.keys { object[key] = document.unknown[key] }
    return .object(object)
  }

  /// Nobody enters as many: the number after it is still one.
  private static let mostCells = 1_000_000_000

  private static let members: Set<String> = ["format", "version", "next", "settings", "bindings", "cells"]
  private static let cellMembers: Set<String> = [
    "number", "source", "status", "name", "type", "summary", "digest", "recipe", "part", "seconds", "stale", "record",
    "blocks",
  ]

  private static func encode(_ cell: NotebookCell) -> JSONValue {
    var object: JSONObject = ["number": .integer(cell.number), "source": .string(cell.source)]
    object["status"] = .string(cell.status.rawValue)
    if let name = cell.name { object["name"] = .string(name) }
    if let type = cell.type { object["type"] = .string(type) }
    if let summary = cell.summary { object["summary"] = .string(summary) }
    if let digest = cell.digest { object["digest"] = .string(digest) }
    if let recipe = cell.recipe { object["recipe"] = .string(recipe) }
    if let part = cell.part { object["part"] = .string(part) }
    object["seconds"] = .number(cell.seconds)
    if cell.isStale { object["stale"] = true }
    if !cell.record.isEmpty { object["record"] = .object(cell.record) }
    object["blocks"] = .array(cell.blocks.map(encode))
    for key in cell.unknown.keys { object[key] = cell.unknown[key] }
    return .object(object)
  }

  private static func encode(_ block: StageBlock) -> JSONValue {
    var object: JSONObject = ["style": .string(block.style.rawValue), "title": .string(block.title)]
    if let seconds = block.seconds { object["seconds"] = .number(seconds) }
    object["lines"] = .array(
      block.lines.map { line in
        var entry: JSONObject = ["first": .string(line.first)]
        if !line.second.isEmpty { entry["second"] = .string(line.second) }
        if let seconds = line.seconds { entry["seconds"] = .number(seconds) }
        return .object(entry)
      })
    return .object(object)
  }

  // MARK: - Decoding

  private static func decode(_ value: JSONValue, path: String) throws -> SessionDocument {
    func foreign(_ what: String) -> NotebookError {
      NotebookError(
        NotebookCodes.foreignSession, "\(path) is not a cact session: \(what)",
        helps: ["name a file that does not exist yet"])
    }
    guard value["format"]?.string == format else { throw foreign("it does not say `\"format\": \"\(format)\"`") }
    guard let version = value["version"]?.int else { throw foreign("`version` is not a number") }
    guard version <= SessionDocument.version else {
      throw NotebookError(
        NotebookCodes.newerSession,
        "\(path) has version \(version) of the session format; this cact reads version \(SessionDocument.version)")
    }
    guard let next = value["next"]?.int, (1...mostCells).contains(next) else {
      throw foreign("`next` is not a cell number")
    }
    guard let cells = value["cells"]?.array else { throw foreign("`cells` is not an array") }
    var document = SessionDocument(
      nextNumber: next, settings: value["settings"]?.object ?? [:], bindings: value["bindings"]?.object ?? [:],
      unknown: value.object?.without(members) ?? [:])
    for (index, entry) in cells.enumerated() {
      guard let cell = cell(entry) else { throw foreign("`cells[\(index)]` is not a cell") }
      guard cell.number < next, document.cells.last.map({ $0.number < cell.number }) ?? true else {
        throw foreign("`cells[\(index)]` has the number \(cell.number), out of order")
      }
      document.cells.append(cell)
    }
    return document
  }

  private static func cell(_ value: JSONValue) -> NotebookCell? {
    guard let number = value["number"]?.int, number >= 1, let source = value["source"]?.string,
      let status = value["status"]?.string.flatMap(NotebookCell.Status.init),
      let seconds = value["seconds"]?.double, let entries = value["blocks"]?.array
    else { return nil }
    let blocks = entries.compactMap(block)
    guard blocks.count == entries.count else { return nil }
    return NotebookCell(
      number: number, source: source, status: status, name: value["name"]?.string, type: value["type"]?.string,
      summary: value["summary"]?.string, digest: value["digest"]?.string,
      recipe: value["recipe"]?.string,
      part: value["part"]?.string, blocks: blocks,
      record: value["record"]?.object ?? [:], seconds: seconds, isStale: value["stale"]?.bool ?? false,
      unknown: value.object?.without(cellMembers) ?? [:])
  }

  private static func block(_ value: JSONValue) -> StageBlock? {
    guard let style = value["style"]?.string.flatMap(StageBlock.Style.init), let title = value["title"]?.string,
      let entries = value["lines"]?.array
    else { return nil }
    var block = StageBlock(text: [], seconds: value["seconds"]?.double)
    block.style = style
    block.title = title
    for entry in entries {
      guard let first = entry["first"]?.string else { return nil }
      block.lines.append(.init(first, entry["second"]?.string ?? "", seconds: entry["seconds"]?.double))
    }
    return block
  }
}

extension JSONObject {
  /// The members with other keys, in their order.
  func without(_ known: Set<String>) -> JSONObject {
    JSONObject(keys.compactMap { key in known.contains(key) ? nil : self[key].map { (key, $0) } })
  }
}
