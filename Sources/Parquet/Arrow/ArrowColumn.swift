import Documents

/// The values of a field in a batch.
final class ArrowColumn {
  let field: ArrowField
  let count: Int
  private let form: ArrowField.Form
  /// A bit a value, whether it is there; empty: all are.
  private let validity: ArraySlice<UInt8>
  /// Values of a fixed width, or the places of others, one more than there are values.
  private let values: ArraySlice<UInt8>
  private let data: ArraySlice<UInt8>
  private let children: [ArrowColumn]
  private let dictionary: ArrowColumn?

  /// - Parameters:
  ///   - isValue: the field's dictionary is what is read, not places in it.
  ///   - dictionaries: those that came before.
  init(
    _ field: ArrowField, _ batch: inout ArrowBatch, isValue: Bool = false, dictionaries: [Int64: ArrowColumn]
  ) throws(ParquetError) {
    self.field = field
    do throws(ParquetError) {
      let dictionary = isValue ? nil : field.dictionary
      let form = dictionary?.index ?? field.form
      let count = try batch.node()
      if case .nothing = form { validity = [] } else { validity = try batch.buffer(least: 0) }
      guard validity.isEmpty || validity.count >= count / 8 + (count % 8 == 0 ? 0 : 1) else {
        throw ParquetError.damaged("fewer marks than values")
      }
      (values, data) = try Self.buffers(form, count, &batch)
      var children: [ArrowColumn] = []
      if dictionary == nil {
        for child in field.children { children.append(try ArrowColumn(child, &batch, dictionaries: dictionaries)) }
      }
      if let dictionary {
        guard let known = dictionaries[dictionary.id] else {
          throw ParquetError.damaged("a dictionary that is not there")
        }
        self.dictionary = known
      } else {
        self.dictionary = nil
      }
      self.form = form
      self.count = count
      self.children = children
      if case .structure = form, children.contains(where: { $0.count < count }) {
        throw ParquetError.damaged("a field has fewer values than its struct")
      }
    } catch { throw error.at(nil, column: field.path) }
  }

  private static func buffers(
    _ form: ArrowField.Form, _ count: Int, _ batch: inout ArrowBatch
  ) throws(ParquetError) -> (values: ArraySlice<UInt8>, data: ArraySlice<UInt8>) {
    func size(_ count: Int, _ width: Int) throws(ParquetError) -> Int {
      let (size, overflows) = count.multipliedReportingOverflow(by: width)
      guard !overflows else { throw .damaged("\(count) values of \(width) bytes") }
      return size
    }
    // Of no values there may be no place at all.
    let places = count == 0 ? 0 : count == .max ? count : count + 1
    switch form {
    case .nothing, .structure, .fixedList: return ([], [])
    case .boolean: return (try batch.buffer(least: count / 8 + (count % 8 == 0 ? 0 : 1)), [])
    case .text(let width), .bytes(let width):
      return (try batch.buffer(least: try size(places, width)), try batch.buffer(least: 0))
    case .list(let width): return (try batch.buffer(least: try size(places, width)), [])
    case .map: return (try batch.buffer(least: try size(places, 4)), [])
    case .integer(let width, _), .fixedBytes(let width), .decimal(let width, _), .date(let width), .time(let width, _):
      return (try batch.buffer(least: try size(count, width)), [])
    case .half: return (try batch.buffer(least: try size(count, 2)), [])
    case .single: return (try batch.buffer(least: try size(count, 4)), [])
    case .double, .timestamp: return (try batch.buffer(least: try size(count, 8)), [])
    }
  }

  private func isPresent(_ row: Int) -> Bool {
    validity.isEmpty || validity[validity.startIndex + row >> 3] >> UInt8(row & 7) & 1 == 1
  }

  private func bytes(_ row: Int, _ width: Int) -> ArraySlice<UInt8> {
    let start = values.startIndex + row * width
    return values[start..<start + width]
  }

  private func number(_ row: Int, _ width: Int, isSigned: Bool = true) -> Int64 {
    let value = bytes(row, width).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard isSigned, width < 8 else { return Int64(bitPattern: value) }
    let unused = UInt64(64 - 8 * width)
    return Int64(bitPattern: value << unused) >> Int64(unused)
  }

  /// Where the values of a list, or the bytes of a text, stand.
  private func places(_ row: Int, _ width: Int, within count: Int) throws(ParquetError) -> Range<Int> {
    let (start, end) = (Int(number(row, width)), Int(number(row + 1, width)))
    guard 0 <= start, start <= end, end <= count else {
      throw ParquetError(.damaged, "a value lies outside of its buffer", column: field.path)
    }
    return start..<end
  }

  /// Appends a value as JSON, spelled as `ValueText` has it.
  func append(_ row: Int, to out: inout [UInt8], _ state: inout ArrowRows) throws(ParquetError) {
    guard row < count else { throw ParquetError(.damaged, "fewer values than are due", column: field.path) }
    guard out.count <= state.limit else {
      throw ParquetError(.tooLarge, "its rows take more than \(state.limit) bytes")
    }
    guard isPresent(row) else { return out += Array("null".utf8) }
    if let dictionary {
      guard case .integer(let width, let isSigned) = form else { return out += Array("null".utf8) }
      let place = number(row, width, isSigned: isSigned)
      guard 0..<Int64(dictionary.count) ~= place else {
        throw ParquetError(.damaged, "a value that its dictionary has not", column: field.path)
      }
      return try dictionary.append(Int(place), to: &out, &state)
    }
    switch form {
    case .nothing: out += Array("null".utf8)
    case .boolean:
      let isTrue = values[values.startIndex + row >> 3] >> UInt8(row & 7) & 1 == 1
      out += Array((isTrue ? "true" : "false").utf8)
    case .integer(let width, let isSigned):
      let value = number(row, width, isSigned: isSigned)
      out += Array((isSigned ? String(value) : String(UInt64(bitPattern: value))).utf8)
    case .half: ValueText.append(number: ValueText.half(bytes(row, 2)), to: &out)
    case .single:
      ValueText.append(
        number: Double(Float(bitPattern: UInt32(truncatingIfNeeded: number(row, 4)))), to: &out)
    case .double: ValueText.append(number: Double(bitPattern: UInt64(bitPattern: number(row, 8))), to: &out)
    case .text(let width):
      let place = try places(row, width, within: data.count)
      JSONStrings.encode(data[data.startIndex + place.lowerBound..<data.startIndex + place.upperBound], into: &out)
    case .bytes(let width):
      let place = try places(row, width, within: data.count)
      append(data[data.startIndex + place.lowerBound..<data.startIndex + place.upperBound], &out, &state)
    case .fixedBytes(let width): append(bytes(row, width), &out, &state)
    case .decimal(let width, let scale):
      out += Array(Decimals.digits(Array(bytes(row, width).reversed())[...]).pointed(scale).utf8)
    case .date(let width):
      let count = number(row, width)
      ValueText.append(text: Times.date(width == 4 ? count : Times.floor(count, 86_400_000)), to: &out)
    case .time(let width, let unit):
      let (count, unit) = try unit.counted(number(row, width))
      ValueText.append(text: Times.time(count, unit), to: &out)
    case .timestamp(let unit, let isUTC):
      let (count, unit) = try unit.counted(number(row, 8))
      ValueText.append(text: Times.timestamp(count, unit) + (isUTC ? "+00:00" : ""), to: &out)
    case .list(let width): try appendList(try places(row, width, within: children[0].count), &out, &state)
    case .fixedList(let size):
      let (start, overflows) = row.multipliedReportingOverflow(by: size)
      guard !overflows, start <= children[0].count, size <= children[0].count - start else {
        throw ParquetError(.damaged, "a value lies outside of its buffer", column: field.path)
      }
      try appendList(start..<start + size, &out, &state)
    case .structure: try appendMembers(row, to: &out, &state)
    case .map: try appendMap(try places(row, 4, within: children[0].count), &out, &state)
    }
  }

  private func append(_ bytes: ArraySlice<UInt8>, _ out: inout [UInt8], _ state: inout ArrowRows) {
    if ValueText.append(bytes: bytes, to: &out) { state.encoded[field.path, default: 0] += 1 }
  }

  private func appendList(
    _ places: Range<Int>, _ out: inout [UInt8], _ state: inout ArrowRows
  ) throws(ParquetError) {
    out.append(UInt8(ascii: "["))
    for place in places {
      if place > places.lowerBound { out += Array(", ".utf8) }
      try children[0].append(place, to: &out, &state)
    }
    out.append(UInt8(ascii: "]"))
  }

  private func appendMembers(_ row: Int, to out: inout [UInt8], _ state: inout ArrowRows) throws(ParquetError) {
    out.append(UInt8(ascii: "{"))
    for (place, child) in children.enumerated() {
      if place > 0 { out += Array(", ".utf8) }
      out += child.field.label
      try child.append(row, to: &out, &state)
    }
    out.append(UInt8(ascii: "}"))
  }

  /// A key is a string in JSON, whatever it is in the file.
  private func appendMap(_ places: Range<Int>, _ out: inout [UInt8], _ state: inout ArrowRows) throws(ParquetError) {
    let pair = children[0].children
    out.append(UInt8(ascii: "{"))
    for place in places {
      if place > places.lowerBound { out += Array(", ".utf8) }
      let start = out.count
      try pair[0].append(place, to: &out, &state)
      if out[start] != UInt8(ascii: "\"") {
        out.insert(UInt8(ascii: "\""), at: start)
        out.append(UInt8(ascii: "\""))
      }
      out += Array(": ".utf8)
      try pair[1].append(place, to: &out, &state)
    }
    out.append(UInt8(ascii: "}"))
  }
}

/// What is counted while rows are written.
struct ArrowRows {
  /// Bytes that the text may have.
  let limit: Int
  /// Of each column, its values that no text could hold.
  var encoded: [String: Int] = [:]
}
