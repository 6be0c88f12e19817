import Documents

/// What a model keeps of the directory that it was loaded from, so that `save` loses nothing.
struct ModelSource: Sendable {
  /// config.json as it was read.
  var configuration: JSONObject
  /// generation_config.json, byte by byte.
  var generation: [UInt8]?
  /// For each entry of the layout the name and the number format of its tensor.
  var names: [String]
  var types: [StoredType]
  /// The files hold an output matrix of its own, which config.json denies.
  var hasUnannouncedHead = false
}
