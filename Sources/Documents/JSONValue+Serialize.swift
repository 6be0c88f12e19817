import CJSON

extension JSONValue {
  /// The value as JSON text, on one line or indented by two spaces.
  ///
  /// Numbers are written so that reading gives the same bits; NaN and infinities, for which JSON has no word, are
  /// written as null. Character U+0000 in a key, which json-c cannot hold, is written as U+FFFD.
  public func serialized(pretty: Bool = false) -> String {
    let tree = Self.tree(of: self)
    defer { json_object_put(tree) }
    let flags =
      JSON_C_TO_STRING_NOSLASHESCAPE
      | (pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED : JSON_C_TO_STRING_PLAIN)
    var length = 0
    guard let text = json_object_to_json_string_length(tree, flags, &length) else { return "null" }
    return String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
  }

  /// A json-c object with one reference, the caller's.
  private static func tree(of value: JSONValue) -> OpaquePointer? {
    switch value {
    case .null: return nil
    case .bool(let value): return json_object_new_boolean(value ? 1 : 0)
    case .integer(let value): return json_object_new_int64(value)
    // json-c would write 17 digits and bare NaN; Swift's description is the shortest that reads back the same.
    case .number(let value): return value.isFinite ? json_object_new_double_s(value, "\(value)") : nil
    case .string(var text): return text.withUTF8 { string($0) }
    case .array(let values):
      let tree = json_object_new_array_ext(Int32(clamping: values.count))
      for value in values { json_object_array_add(tree, self.tree(of: value)) }
      return tree
    case .object(let object):
      let tree = json_object_new_object()
      for (key, value) in object {
        let name =
          key.utf8.contains(0)
          ? String(String.UnicodeScalarView(key.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : key
        json_object_object_add(tree, name, self.tree(of: value))
      }
      return tree
    }
  }

  private static func string(_ text: UnsafeBufferPointer<UInt8>) -> OpaquePointer? {
    guard let base = text.baseAddress else { return json_object_new_string("") }
    return base.withMemoryRebound(to: CChar.self, capacity: text.count) {
      json_object_new_string_len($0, Int32(clamping: text.count))
    }
  }
}
