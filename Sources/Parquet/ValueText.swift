import Documents
import Foundation

/// Appends values as JSON.
///
/// Dates and times are strings as ISO 8601 has them (Python's `isoformat`: no fraction where it is 0, else six digits, or nine
/// where nanoseconds count); decimals are numbers with all their digits; floats that JSON has no number for are the words that
/// Python writes: NaN, Infinity.
enum ValueText {
  /// - Parameter encoded: counts the values that no text could hold.
  static func append(_ column: Column, _ index: Int, to out: inout [UInt8], encoded: inout Int) {
    switch column.leaf.form {
    case .nothing: out += Array("null".utf8)
    case .boolean: out += Array((column.values.booleans[index] ? "true" : "false").utf8)
    case .integer: out += Array(String(column.values.integers[index]).utf8)
    case .unsigned(let bits):
      let value = UInt64(bitPattern: column.values.integers[index])
      out += Array(String(bits == 64 ? value : value & (1 << UInt64(bits) - 1)).utf8)
    case .number: append(number: column.values.numbers[index], to: &out)
    case .half: append(number: half(column.values.bytes(index)), to: &out)
    case .text: JSONStrings.encode(column.values.bytes(index), into: &out)
    case .bytes:
      if append(bytes: column.values.bytes(index), to: &out) { encoded += 1 }
    case .decimal(let scale):
      out += Array(decimal(column.values, index).pointed(scale).utf8)
    case .date: append(text: Times.date(column.values.integers[index]), to: &out)
    case .time(let unit): append(text: Times.time(column.values.integers[index], unit), to: &out)
    case .timestamp(let unit, let isUTC):
      append(text: Times.timestamp(column.values.integers[index], unit) + (isUTC ? "+00:00" : ""), to: &out)
    case .oldTimestamp: append(text: Times.oldTimestamp(column.values.bytes(index)), to: &out)
    case .uuid: append(text: uuid(column.values.bytes(index)), to: &out)
    }
  }

  private static func decimal(_ values: ColumnValues, _ index: Int) -> Decimals.Digits {
    switch values.type {
    case .int32, .int64: Decimals.digits(values.integers[index])
    default: Decimals.digits(values.bytes(index))
    }
  }

  /// Bytes that nothing is said of: as text where they are UTF-8, else in base64, and then true.
  static func append(bytes: ArraySlice<UInt8>, to out: inout [UInt8]) -> Bool {
    if isText(bytes) {
      JSONStrings.encode(bytes, into: &out)
      return false
    }
    out.append(UInt8(ascii: "\""))
    out += Data(bytes).base64EncodedData()
    out.append(UInt8(ascii: "\""))
    return true
  }

  static func append(text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    out += Array(text.utf8)
    out.append(UInt8(ascii: "\""))
  }

  static func append(number: Double, to out: inout [UInt8]) {
    let text =
      number.isFinite ? number.description : number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
    out += Array(text.utf8)
  }

  /// IEEE 754 half precision, little-endian.
  static func half(_ bytes: ArraySlice<UInt8>) -> Double {
    let bits = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    let exponent = bits >> 10 & 31
    let fraction = Double(bits & 1023) / 1024
    let size: Double =
      switch exponent {
      case 0: fraction * 0x1p-14
      case 31: fraction == 0 ? .infinity : .nan
      default: (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
    return bits >> 15 == 0 ? size : -size
  }

  private static func uuid(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for (place, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(place) { text += "-" }
      text += byte < 16 ? "0" : ""
      text += String(byte, radix: 16)
    }
    return text
  }

  static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      // Most are ASCII, which one pass shows.
      bytes.allSatisfy { $0 < 0x80 && $0 != 0 }
        || (String(validating: bytes, as: UTF8.self).map { !$0.utf8.contains(0) } ?? false)
    }
  }
}
