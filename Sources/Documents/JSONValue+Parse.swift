import CJSON

extension JSONValue {
  /// The one value that a JSON text (RFC 8259, UTF-8, at most 512 levels) holds.
  ///
  /// Stricter than json-c, which builds the tree: see `JSONLexemes`; equal keys of one object, and text after the value,
  /// are refused too. An integer beyond 64 bits becomes the nearest `.number`.
  ///
  /// - Parameter file: the name that errors show.
  /// - Throws: `JSONError` with line and column of the first fault.
  public static func parse(_ bytes: some Sequence<UInt8>, file: String) throws(JSONError) -> JSONValue {
    // json-c takes a NUL as the end of a bare number; it is one byte past the text.
    let terminated = Array(bytes) + [0]
    do {
      return try terminated.withUnsafeBytes { try parse(terminated: $0, file: file) }
    } catch let error as JSONError {
      throw error
    } catch {
      throw JSONError(file: file, line: 1, column: 1, message: "\(error)")
    }
  }

  /// As `parse` of bytes, of the text's UTF-8. Throws `JSONError`.
  public static func parse(_ text: String, file: String) throws(JSONError) -> JSONValue {
    try parse(text.utf8, file: file)
  }

  /// The value of a file. Throws `FileError` when it cannot be read, `JSONError` when it is not JSON.
  public static func read(_ path: String) throws -> JSONValue { try parse(AtomicFile.read(path), file: path) }

  private static func parse(terminated: UnsafeRawBufferPointer, file: String) throws -> JSONValue {
    let text = UnsafeRawBufferPointer(rebasing: terminated.dropLast())
    func fault(_ message: String, _ offset: Int) -> JSONError { JSONError(message, at: offset, of: text, file: file) }

    guard Int32(exactly: terminated.count) != nil else { throw fault("a document of more than 2 GB", 0) }
    let lexemes: JSONLexemes
    do { lexemes = try JSONLexemes(checking: text) } catch { throw fault(error.message, error.offset) }

    let whole = lexemes.pairs.isEmpty ? nil : lexemes.spelledOut(text)
    let read: (value: JSONValue, members: Int)
    do {
      read =
        try whole.map { try $0.withUnsafeBytes { try tree(terminated: $0, lexemes) } }
        ?? tree(terminated: terminated, lexemes)
    } catch let error as JSONLexemes.Fault {
      throw fault(error.message, lexemes.written(error.offset))
    } catch {
      throw fault("\(error)", 0)
    }
    if read.members != lexemes.colons {
      let (key, offset) = JSONKeys.firstRepeated(in: text)
      throw fault("the key \"\(key)\" appears twice in one object", offset)
    }
    return read.value
  }

  /// What json-c makes of a checked text, and how many members its objects have.
  private static func tree(
    terminated: UnsafeRawBufferPointer, _ lexemes: JSONLexemes
  ) throws -> (value: JSONValue, members: Int) {
    typealias Fault = JSONLexemes.Fault
    let text = terminated.dropLast()
    guard let length = Int32(exactly: terminated.count),
      let tokener = json_tokener_new_ex(Int32(JSONLexemes.maximumDepth + 1))
    else { throw Fault("out of memory while reading the document", 0) }
    defer { json_tokener_free(tokener) }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS)
    let tree = json_tokener_parse_ex(tokener, terminated.bindMemory(to: CChar.self).baseAddress, length)
    defer { json_object_put(tree) }
    let end = min(json_tokener_get_parse_end(tokener), text.count)
    let status = json_tokener_get_error(tokener)
    guard status == json_tokener_success else { throw Fault(sentence(for: status, atEnd: end >= text.count), end) }
    if let rest = text[end...].firstIndex(where: { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }) {
      throw Fault("text after the end of the value", rest)
    }
    var copy = TreeCopy(longIntegers: lexemes.longIntegers[...])
    let value = copy.value(of: tree)
    return (value, copy.members)
  }

  private static func sentence(for status: json_tokener_error, atEnd: Bool) -> String {
    if atEnd || status == json_tokener_continue || status == json_tokener_error_parse_eof {
      return "the text ends in the middle of a value"
    }
    return switch status {
    case json_tokener_error_parse_array: "expected `,` or `]` in an array"
    case json_tokener_error_parse_object_key_name: "expected a key in double quotes, or `}`"
    case json_tokener_error_parse_object_key_sep: "expected `:` after a key"
    case json_tokener_error_parse_object_value_sep: "expected `,` or `}` in an object"
    case json_tokener_error_depth: "nested deeper than \(JSONLexemes.maximumDepth) levels"
    default: "expected a value"
    }
  }
}

/// The C tree copied into values, in document order (json-c keeps it).
private struct TreeCopy {
  var longIntegers: ArraySlice<JSONValue>
  var members = 0

  mutating func value(of tree: OpaquePointer?) -> JSONValue {
    switch json_object_get_type(tree) {
    case json_type_boolean: return .bool(json_object_get_boolean(tree) != 0)
    case json_type_double: return .number(json_object_get_double(tree))
    case json_type_int:
      let value = json_object_get_int64(tree)
      // From 19 digits on the text was read beforehand.
      return value.magnitude < 1_000_000_000_000_000_000 ? .integer(value) : longIntegers.popFirst() ?? .integer(value)
    case json_type_string: return .string(string(of: tree))
    case json_type_array:
      let count = json_object_array_length(tree)
      var values: [JSONValue] = []
      values.reserveCapacity(count)
      for index in 0..<count { values.append(value(of: json_object_array_get_idx(tree, index))) }
      return .array(values)
    case json_type_object:
      var object = JSONObject()
      var iterator = json_object_iter_begin(tree)
      var end = json_object_iter_end(tree)
      while json_object_iter_equal(&iterator, &end) == 0 {
        members += 1
        if let key = json_object_iter_peek_name(&iterator) {
          object[String(cString: key)] = value(of: json_object_iter_peek_value(&iterator))
        }
        json_object_iter_next(&iterator)
      }
      return .object(object)
    default: return .null
    }
  }

  private func string(of tree: OpaquePointer?) -> String {
    guard let text = json_object_get_string(tree) else { return "" }
    let bytes = UnsafeRawBufferPointer(start: text, count: Int(json_object_get_string_len(tree)))
    return String(decoding: bytes, as: UTF8.self)
  }
}
