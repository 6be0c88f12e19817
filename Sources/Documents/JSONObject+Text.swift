extension JSONObject {
  /// The object as JSON text with one member more, whose value is JSON text already: what was read byte for byte is
  /// handed on byte for byte.
  ///
  /// - Precondition: `text` is one JSON value, and this object has no member `name`.
  public func serialized(with name: String, as text: String) -> String {
    let own = JSONValue.object(self).serialized()
    let key = JSONValue.string(name).serialized()
    return isEmpty ? "{\(key):\(text)}" : "\(own.dropLast()),\(key):\(text)}"
  }
}
