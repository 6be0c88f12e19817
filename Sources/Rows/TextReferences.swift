import Digests
import Parquet

/// Where the texts of a column stand, as the store keeps it: of each text its length, and how far behind the text before it it begins.
///
/// A place in a table's file is one in its pages, of which it has the list.
///
/// A column is whether texts have escapes (0 or 1), then a block of varints, then the texts that are in memory. Of each row there is a
/// number, whose two lowest bits say what it is, and what follows it:
///
///   0  a text in the file of the row before, of (number >> 2) bytes: from the end of the text before to its beginning, zigzag, and
///      the bytes that its escapes have beyond it, where the column has any;
///   1  no text, for the reason of (number >> 2);
///   2  a text in memory, of (number >> 2) bytes;
///   3  as 0, in the file whose number stands first.
enum TextReferences {
  /// The files of several columns, each once.
  struct Files {
    private(set) var all: [any TextFile] = []
    private var numbers: [ObjectIdentifier: Int] = [:]

    mutating func add(_ column: TextColumn) {
      for case .file(let file) in column.arena.contents where numbers[ObjectIdentifier(file)] == nil {
        numbers[ObjectIdentifier(file)] = all.count
        all.append(file)
      }
    }

    func number(of file: any TextFile) -> Int { numbers[ObjectIdentifier(file)] ?? 0 }
  }

  /// Bytes that a column takes, more or less.
  static func size(_ column: TextColumn) -> Int { 32 + 8 * column.count }

  static func put(_ column: TextColumn, _ files: Files, into out: inout ByteWriter) {
    let contents = column.arena.contents
    let hasEscapes = !column.escapes.isEmpty
    var (rows, own): ([UInt8], [UInt8]) = ([], [])
    rows.reserveCapacity(size(column))
    var (last, end) = (0, 0)
    for (row, place) in column.places.enumerated() {
      guard place.length >= 0 else {
        append(UInt64(-place.length) << 2 | 1, to: &rows)
        continue
      }
      let (part, offset) = column.arena.locate(place.start)
      // An empty text may stand behind everything.
      guard place.length > 0, case .file(let file) = contents[part] else {
        append(UInt64(place.length) << 2 | 2, to: &rows)
        if place.length > 0, let text = column[row] { own += text }
        continue
      }
      let number = files.number(of: file)
      append(UInt64(place.length) << 2 | (number == last ? 0 : 3), to: &rows)
      if number != last { append(UInt64(number), to: &rows) }
      let step = offset - end
      append(UInt64(bitPattern: Int64(step << 1 ^ step >> 63)), to: &rows)
      let more = column.extent(row)
      if hasEscapes { append(UInt64(more), to: &rows) }
      (last, end) = (number, offset + place.length + more)
    }
    out.put(hasEscapes ? 1 : 0)
    out.put(rows)
    out.put(own)
  }

  static func column(_ input: inout ByteReader, _ files: [any TextFile]) throws -> TextColumn {
    let hasEscapes = try input.int() != 0
    var rows = Numbers(bytes: try input.block())
    let own = Array(try input.block())
    let arena = TextArena(files.map { .file($0) } + [.memory(own)])
    let starts = files.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.size) }
    var (places, escapes): ([TextColumn.Place], [UInt32]) = ([], [])
    var (file, end, taken) = (0, 0, 0)
    while let number = try rows.next() {
      guard let length = Int(exactly: number >> 2) else { throw ByteReader.damage("a text is too long") }
      var more = 0
      switch number & 3 {
      case 1:
        guard let absence = UInt8(exactly: length).flatMap(Absence.init(rawValue:)) else {
          throw ByteReader.damage("a text is missing for no reason")
        }
        places.append(.missing(absence))
      case 2:
        guard length <= own.count - taken else { throw ByteReader.damage("a text lies outside the value") }
        places.append(TextColumn.Place(start: starts[files.count] + taken, length: length))
        taken += length
      default:
        if number & 3 == 3 { file = Int(clamping: try rows.due()) }
        guard files.indices.contains(file) else { throw ByteReader.damage("a text stands in no file") }
        let step = try rows.due()
        let (start, overflows) = end.addingReportingOverflow(Int(bitPattern: UInt(step >> 1)) ^ -Int(step & 1))
        if hasEscapes { more = Int(UInt32(clamping: try rows.due())) }
        guard !overflows, 0...files[file].size ~= start, length <= files[file].size - start,
          more <= files[file].size - start - length
        else { throw ByteReader.damage("a text lies outside of its file") }
        places.append(TextColumn.Place(start: starts[file] + start, length: length))
        end = start + length + more
      }
      if hasEscapes { escapes.append(UInt32(more)) }
    }
    return TextColumn(arena: arena, places: places, escapes: escapes)
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Varints, seven bits a byte, the lowest first.
  private struct Numbers {
    let bytes: ArraySlice<UInt8>
    private var at: Int

    init(bytes: ArraySlice<UInt8>) {
      self.bytes = bytes
      at = bytes.startIndex
    }

    mutating func next() throws -> UInt64? { at < bytes.endIndex ? try due() : nil }

    mutating func due() throws -> UInt64 {
      var value: UInt64 = 0
      for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
        guard at < bytes.endIndex else { break }
        defer { at += 1 }
        value |= UInt64(bytes[at] & 0x7F) << shift
        if bytes[at] < 0x80 { return value }
      }
      throw ByteReader.damage("it is cut short")
    }
  }
}

extension ByteWriter {
  mutating func put(_ files: TextReferences.Files) {
    put(files.all.count)
    for file in files.all {
      let identity = file.standing.identity
      put(Array(identity.path.utf8))
      for number in [Int64(bitPattern: identity.device), Int64(bitPattern: identity.inode), identity.size] {
        put(Int(number))
      }
      put(Int(identity.modified))
      put(Int(identity.changed))
      put(Array(file.standing.digest.description.utf8))
      let pages = (file as? TextPages)?.pages
      put(pages == nil ? 0 : 1)
      if let pages { put(array: pages.flatMap { [$0.offset, $0.packedSize, $0.size, $0.codec].map(Int64.init) }) }
    }
  }
}

extension ByteReader {
  /// The files that texts stand in, as they were.
  mutating func files() throws -> [any TextFile] {
    let count = try int()
    guard 0...bytes.count ~= count else { throw Self.damage("a count is wrong") }
    var files: [any TextFile] = []
    for _ in 0..<count {
      let path = try string()
      var numbers: [Int64] = []
      for _ in 0..<5 { numbers.append(Int64(try int())) }
      guard let digest = ContentDigest(try string()) else { throw Self.damage("no digest") }
      let identity = FileIdentity(
        path: path, device: UInt64(bitPattern: numbers[0]), inode: UInt64(bitPattern: numbers[1]), size: numbers[2],
        modified: numbers[3], changed: numbers[4])
      let pages = try int() == 0 ? nil : try pages(of: identity)
      let file = try StandingFile.again(identity, digest)
      files.append(pages.map { TextPages(file, $0) } ?? file)
    }
    return files
  }

  private mutating func pages(of file: FileIdentity) throws -> [TextPage] {
    let numbers = try array(of: Int64.self).map(Int.init)
    guard numbers.count % 4 == 0 else { throw Self.damage("a page is cut short") }
    return try stride(from: 0, to: numbers.count, by: 4).map { at in
      let page = TextPage(
        offset: numbers[at], packedSize: numbers[at + 1], size: numbers[at + 2], codec: numbers[at + 3])
      guard page.offset >= 0, page.packedSize >= 0, 0...Self.largestPage ~= page.size,
        page.packedSize <= Int(file.size) - page.offset
      else { throw Self.damage("a page lies outside of its file") }
      return page
    }
  }

  /// In bytes, as Parquet counts them.
  private static let largestPage = Int(Int32.max)
}
