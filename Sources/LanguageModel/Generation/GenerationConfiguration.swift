import Documents

/// What a model's generation_config.json says that cact uses.
public struct GenerationConfiguration: Sendable, Hashable {
  /// The file's name in a model's folder.
  public static let name = "generation_config.json"
  /// `eos_token_id`: one number, or several.
  public var endTokens: [Int32]

  /// Empty where the directory has no such file.
  ///
  /// - Throws: `FileError`, `JSONError` for one that cannot be read.
  public init(directory: String) throws {
    let tokens = try Self.content(directory + "/" + Self.name)?["eos_token_id"]
    endTokens = (tokens?.array ?? tokens.map { [$0] } ?? []).compactMap { $0.int.map { Int32(clamping: $0) } }
  }

  private static func content(_ path: String) throws -> JSONValue? {
    do { return try JSONValue.parse(AtomicFile.read(path), file: path) } catch let error as FileError
      where error.isMissing
    {
      return nil
    }
  }
}
