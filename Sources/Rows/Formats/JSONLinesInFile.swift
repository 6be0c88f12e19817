import Codecs
import Digests
import Documents
import Numerics
import Work

/// Rows of a file of JSON lines that is too large to be held: it is gone through part by part, and of each value is kept where it
/// stands. What comes out is what `JSONReader` would make of it.
struct JSONLinesInFile {
  let file: StandingFile
  let name: String
  let options: ReadOptions
  let work: Work

  private let window = LargeText.window
  /// What a value takes until its column is made, at most, with what arrays have in reserve.
  private static let bytesOfValue = 80

  /// nil where the file is not of that form, or a single row, which may be all rows with something around them.
  ///
  /// - Throws: as `RowReader.read`; `RowError` where somebody writes into the file meanwhile.
  static func read(_ path: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger)? {
    do {
      let plain = try PlainFile(path)
      guard plain.size >= LargeText.least, RowReader.areJSONLines(try plain.part(0..<4_096), name: path),
        let file = try StandingFile.open(path, work: work)
      else { return nil }
      return try JSONLinesInFile(file: file, name: path, options: options, work: work).read()
    } catch let error as FileError {
      throw RowReader.refusal(error, path)
    }
  }

  private func read() throws -> (Rows, Ledger)? {
    let (log, start) = (FileChange.log, FileChange.log.count)
    var lines = JSONLineScan(limit: options.limit, work: work, raw: RawRows(ofFileWith: file.size))
    try scan(&lines)
    guard lines.ledger.rowsIn != 1 || !lines.ledger.notes.isEmpty else { return nil }
    guard lines.ledger.rowsIn > 0 else { throw RowError(.empty, file: name, "the file contains no rows") }
    if let fault = lines.fault { lines.ledger.notes.insert(fault.note(name, line: try line(of: fault.offset)), at: 0) }
    let (rows, ledger) = try RowAssembly(
      name: name, arena: TextArena([.file(file), .memory(lines.raw.scalars)]), options: options, digest: file.digest
    ).rows(from: lines.raw, ledger: lines.ledger)
    guard log.since(start, of: file.path) == nil else { throw changed }
    return (rows, ledger)
  }

  private var changed: RowError {
    RowError(
      .unreadable, file: name, "it changed while it was read", help: "load it when nobody writes into it any more")
  }

  private func scan(_ lines: inout JSONLineScan) throws {
    var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(max(window, 4), file.size), alignment: 16)
    defer { buffer.deallocate() }
    // Where the buffer begins in the file, how much of it is filled, and how much of that is done.
    var (origin, filled, done) = (0, 0, 0)
    var isAlone = false
    var nextCheck = window
    while true {
      try work.checkCancellation()
      let room = filled..<min(buffer.count, file.size - origin)
      guard file.read(origin + filled, into: UnsafeMutableRawBufferPointer(rebasing: buffer[room])) else {
        throw changed
      }
      filled = room.upperBound
      let bytes = UnsafeRawBufferPointer(buffer).assumingMemoryBound(to: UInt8.self)
      if origin == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { done = 3 }
      let isEnd = origin + filled == file.size
      let part = UnsafeBufferPointer(rebasing: bytes[done..<filled])
      let count = try scan(part, at: origin + done, isEnd: isEnd, isAlone: isAlone, &lines)
      done += count
      if isEnd && done == filled || lines.isAtLimit && done < filled { return }
      // A row that is larger than a thread's piece is looked at by itself, one that is larger than the buffer with more room.
      if isAlone, count == 0, done == 0, filled == buffer.count { try grow(&buffer) }
      isAlone = count == 0
      origin += done
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[done..<filled]))
      (filled, done) = (filled - done, 0)
      if origin >= nextCheck {
        nextCheck = origin * 2
        try checkMemory(lines, at: origin)
      }
      work.progress(
        WorkProgress(label: "load", done: Double(origin) / 1e6, total: Double(file.size) / 1e6, unit: "MB"))
    }
  }

  /// Goes through as much as can be of the bytes at `origin`, in pieces that begin where a row seems to, and says how much that is.
  private func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, at origin: Int, isEnd: Bool, isAlone: Bool, _ lines: inout JSONLineScan
  ) throws -> Int {
    let borders = isAlone || lines.isSkipping || options.limit != nil ? [0, bytes.count] : Self.borders(bytes)
    if borders.count == 2 {
      var scanner = JSONScanner(bytes)
      try lines.scan(&scanner, origin: origin, isPart: !isEnd)
      return scanner.at
    }
    let pieces = try Parallel.results(borders.count - 1) { place in
      var piece = JSONLineScan(limit: nil, work: work, raw: RawRows(ofFileWith: file.size))
      var scanner = JSONScanner(UnsafeBufferPointer(rebasing: bytes[borders[place]..<borders[place + 1]]))
      try piece.scan(&scanner, origin: origin + borders[place], isPart: !isEnd || place < borders.count - 2)
      return (lines: piece, count: scanner.at)
    }
    var done = 0
    for (place, piece) in pieces.enumerated() {
      lines.append(piece.lines)
      done = borders[place] + piece.count
      // Where a row goes on behind a border, what was found there is not rows.
      if done < borders[place + 1] { break }
    }
    return done
  }

  /// Where pieces begin and end.
  private static func borders(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
    var borders = [0]
    let count = max(1, min(2 * Threads.count, bytes.count / LargeText.piece))
    for number in 1..<max(2, count) where count > 1 {
      var at = max(bytes.count * number / count, borders[borders.count - 1] + 1)
      while at < bytes.count, bytes[at - 1] != UInt8(ascii: "\n") || bytes[at] != UInt8(ascii: "{") { at += 1 }
      if at < bytes.count { borders.append(at) }
    }
    return borders + [bytes.count]
  }

  private func grow(_ buffer: inout UnsafeMutableRawBufferPointer) throws {
    guard buffer.count <= min(PackedFile.largest, 1 << 30) else {
      throw RowError(.unreadable, file: name, "a row of it takes more memory than this job has for it")
    }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * buffer.count, alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
    buffer.deallocate()
    buffer = larger
  }

  /// Refuses a file of which already the places of its values take more memory than there is, before they do.
  private func checkMemory(_ lines: JSONLineScan, at done: Int) throws {
    let values = Double(lines.raw.rowNumbers.count * max(1, lines.raw.names.count))
    try Budget.require(
      values * Double(Self.bytesOfValue) * (Double(file.size) / Double(done) - 1) + values * Double(Self.bytesOfValue)
        / 2,
      for: "loading \(name)", advice: "a file of fewer rows takes less: split it, or take its first rows with `limit`")
  }

  private func line(of offset: Int) throws -> Int {
    var line = 1
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: window, alignment: 16)
    defer { buffer.deallocate() }
    for start in stride(from: 0, to: offset, by: window) {
      let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(window, offset - start)])
      guard file.read(start, into: part) else { throw changed }
      line += part.count { $0 == UInt8(ascii: "\n") }
    }
    return line
  }
}
