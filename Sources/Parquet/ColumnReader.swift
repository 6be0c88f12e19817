/// Reads a column's part of a row group, page by page.
struct ColumnReader<Source: ParquetSource> {
  let source: Source
  let leaf: Leaf
  let chunk: Metadata.ColumnChunk
  /// Bytes that the column may take, unpacked.
  let limit: Int
  /// Asked for the bytes of each page whose texts stay in it, whether they are to be kept; nil: all values are decoded.
  var keepsPage: ((Int) -> Bool)?

  private static var firstHeader: Int { 1 << 12 }
  private static var largestHeader: Int { 1 << 24 }

  /// - Parameters:
  ///   - rows: of the row group.
  ///   - wanted: rows after which nothing more is needed.
  ///   - isCancelled: asked for each page.
  /// - Throws: `ParquetError`; what the source throws.
  func column(rows: Int, wanted: Int, isCancelled: () -> Bool) throws -> Column {
    do {
      if let keepsPage, leaf.staysInPages,
        let column = try read(rows: rows, wanted: wanted, keepsPage, isCancelled: isCancelled)
      {
        return column
      }
      guard let column = try read(rows: rows, wanted: wanted, nil, isCancelled: isCancelled) else {
        throw ParquetError.damaged("values that are in no page")
      }
      return column
    } catch let error as ParquetError {
      throw error.at(chunk.dataOffset, column: leaf.path)
    }
  }

  /// nil: not all values are texts that stand in their pages as they are.
  private func read(
    rows: Int, wanted: Int, _ keepsPage: ((Int) -> Bool)?, isCancelled: () -> Bool
  ) throws -> Column? {
    guard chunk.type == leaf.type.code else { throw ParquetError.damaged("its type is not that of the schema") }
    let codec = try PageCodec(chunk.codec)
    // An entry takes a byte or two for its levels, and a place or a number, whatever its page has for it.
    guard chunk.valueCount >= 0, chunk.valueCount <= limit / 20 else {
      throw ParquetError(.tooLarge, "\(chunk.valueCount) values take more memory than there is")
    }
    guard leaf.depth > 0 || chunk.valueCount == rows else {
      throw ParquetError.damaged("\(chunk.valueCount) values for \(rows) rows")
    }
    var offset = chunk.dataOffset
    if let first = chunk.dictionaryOffset, first > 0 { offset = min(offset, first) }
    let (end, overflows) = offset.addingReportingOverflow(chunk.packedSize)
    guard offset >= 0, chunk.packedSize >= 0, !overflows, end <= source.size else {
      throw ParquetError.damaged("it lies outside of the file")
    }
    let column = Column(leaf)
    // What the file says of itself is believed as far as the best codec can come from its bytes.
    if keepsPage == nil {
      column.values.reserve(min(chunk.unpackedSize, limit, ParquetLimits.unpacked(chunk.packedSize)))
    } else {
      column.values.pages = ReferredPages(leaf.form)
    }
    var dictionary: ColumnValues?
    var started = 0
    while column.count < chunk.valueCount {
      if isCancelled() { throw ParquetError(.cancelled, "cancelled") }
      // Of a nested column the last row is whole where the next one begins.
      if leaf.depth == 0 ? column.count >= wanted : started > wanted { break }
      let place = offset
      do {
        let header = try header(&offset, end)
        guard header.packedSize >= 0, header.packedSize <= end - offset else {
          throw ParquetError.damaged("a page is longer than its column")
        }
        guard 0...limit ~= header.unpackedSize else {
          throw ParquetError(.tooLarge, "a page of \(header.unpackedSize) bytes takes more memory than there is")
        }
        let kind = PageHeader.Kind(rawValue: header.kind)
        let start = offset
        offset += header.packedSize
        guard let kind, kind != .index else { continue }
        let bytes = try source.checked(start, header.packedSize, what: "a page")
        if let checksum = header.checksum, !PageCodec.fits(bytes, checksum) {
          throw ParquetError.damaged("the checksum of a page does not fit its bytes")
        }
        if kind == .dictionary {
          guard dictionary == nil else { throw ParquetError.damaged("a second dictionary") }
          let content = try codec.unpacked(bytes, size: header.unpackedSize)
          refer(column, content, at: start, packed: bytes.count, codec, keepsPage)
          dictionary = try self.dictionary(header, content, column)
        } else {
          let before = column.count
          guard 0...chunk.valueCount - before ~= header.valueCount else {
            throw ParquetError.damaged("more values than the column says that it has")
          }
          try page(header, kind, bytes, at: start, codec, dictionary, column, keepsPage)
          if let pages = column.values.pages, pages.isUnfit || leaf.form == .bytes && column.values.hasIllFormed {
            return nil
          }
          if leaf.depth > 0 { started += column.repetitions[before...].count { $0 == 0 } }
        }
      } catch let error as ParquetError {
        throw error.at(place)
      }
    }
    return column
  }

  /// The header at `offset`, behind which `offset` stands afterwards.
  private func header(_ offset: inout Int, _ end: Int) throws -> PageHeader {
    // How long it is, only reading it says: it may hold the column's smallest and largest text.
    var size = Self.firstHeader
    while true {
      let bytes = try source.checked(offset, min(size, end - offset), what: "a page")
      var reader = ThriftReader(Cursor(bytes))
      do throws(ParquetError) {
        let header = try PageHeader(&reader)
        offset += reader.cursor.at
        return header
      } catch {
        guard bytes.count == size, size < Self.largestHeader else { throw error }
      }
      size *= 8
    }
  }

  private func dictionary(
    _ header: PageHeader, _ bytes: [UInt8], _ column: Column
  ) throws(ParquetError) -> ColumnValues {
    guard [ValueDecoder.Encoding.plain, .oldDictionary].map(\.rawValue).contains(header.encoding) else {
      throw ParquetError(.unsupported, "a dictionary in the encoding of number \(header.encoding)")
    }
    // Each value takes a bit at least.
    guard header.valueCount >= 0, header.valueCount / 8 <= bytes.count else {
      throw .damaged("a dictionary of \(header.valueCount) values in \(bytes.count) bytes")
    }
    var cursor = Cursor(bytes)
    return try ValueDecoder(limit: limit).dictionary(&cursor, count: header.valueCount, beside: &column.values)
  }

  /// Adds a page of data to the column.
  private func page(
    _ header: PageHeader, _ kind: PageHeader.Kind, _ bytes: [UInt8], at start: Int, _ codec: PageCodec,
    _ dictionary: ColumnValues?, _ column: Column, _ keepsPage: ((Int) -> Bool)?
  ) throws(ParquetError) {
    var cursor: Cursor
    let count = header.valueCount
    let repetitions: [UInt8]
    let definitions: [UInt8]
    if kind == .data {
      let content = try codec.unpacked(bytes, size: header.unpackedSize)
      refer(column, content, at: start, packed: bytes.count, codec, keepsPage)
      cursor = Cursor(content)
      repetitions = try levels(&cursor, header.repetitionEncoding, highest: leaf.depth, count)
      definitions = try levels(&cursor, header.definitionEncoding, highest: leaf.definition, count)
    } else {
      var levels = Cursor(bytes)
      var first = try levels.section(header.repetitionSize)
      var second = try levels.section(header.definitionSize)
      repetitions = try runs(&first, highest: leaf.depth, count)
      definitions = try runs(&second, highest: leaf.definition, count)
      let place = try levels.take(levels.left)
      let rest = Array(bytes[place])
      let size = header.unpackedSize - header.repetitionSize - header.definitionSize
      guard size >= 0 else { throw .damaged("a page has more levels than bytes") }
      // Where no value is there, some writers leave nothing to unpack.
      let isPacked = header.isPacked && !(rest.isEmpty && size == 0)
      let content = try (isPacked ? codec : .none).unpacked(rest, size: size)
      refer(column, content, at: start + place.lowerBound, packed: rest.count, isPacked ? codec : .none, keepsPage)
      cursor = Cursor(content)
    }
    let present = leaf.definition == 0 ? count : definitions.count { Int($0) == leaf.definition }
    try ValueDecoder(limit: limit).decode(
      &cursor, try ValueDecoder.Encoding(code: header.encoding), count: present, dictionary: dictionary,
      into: &column.values)
    guard column.values.arena.count <= limit else {
      throw ParquetError(.tooLarge, "the values of a column take more than \(limit) bytes")
    }
    column.repetitions += repetitions
    column.definitions += definitions
    column.count += count
  }

  /// Has the values that come next stay in their page.
  private func refer(
    _ column: Column, _ content: [UInt8], at offset: Int, packed: Int, _ codec: PageCodec, _ keepsPage: ((Int) -> Bool)?
  ) {
    guard let keepsPage else { return }
    column.values.pages?.add(
      TextPage(offset: offset, packedSize: packed, size: content.count, codec: codec.code),
      content: keepsPage(content.count) ? content : nil)
  }

  /// The levels of a page of the first version.
  private func levels(
    _ cursor: inout Cursor, _ encoding: Int, highest: Int, _ count: Int
  ) throws(ParquetError) -> [UInt8] {
    guard highest > 0 else { return [] }
    switch ValueDecoder.Encoding(rawValue: encoding) {
    case .runs:
      var section = try cursor.section(Int(try cursor.integer(UInt32.self)))
      return try runs(&section, highest: highest, count)
    case .oldBits:
      let width = BitPacking.width(of: highest)
      let range = try cursor.take((count * width + 7) / 8)
      return try checked(
        BitPacking.unpackOld(cursor.bytes, range, width: width, count: count), highest: highest)
    default: throw ParquetError(.unsupported, "levels in the encoding of number \(encoding)")
    }
  }

  private func runs(_ cursor: inout Cursor, highest: Int, _ count: Int) throws(ParquetError) -> [UInt8] {
    guard highest > 0 else { return [] }
    let numbers = try RunLengths.decode(&cursor, width: BitPacking.width(of: highest), count: count)
    return try checked(numbers.map { UInt8(truncatingIfNeeded: $0) }, highest: highest)
  }

  private func checked(_ levels: [UInt8], highest: Int) throws(ParquetError) -> [UInt8] {
    guard levels.allSatisfy({ $0 <= highest }) else { throw .damaged("a level above \(highest)") }
    return levels
  }
}
