/// What can be wrong with a model's files or with a batch given to it.
public enum LanguageModelError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A file that cannot be used: which, and why.
  case file(path: String, reason: String)
  /// One tensor of a file that cannot be used.
  case tensor(path: String, name: String, reason: String)
  /// Every tensor that is missing, unknown or misshaped, one line each.
  case tensors(path: String, problems: [String])
  /// An architecture that is not implemented.
  case architecture(path: String, found: String, supported: [String])
  /// A configuration that describes no model.
  case configuration(path: String, problems: [String])
  /// Everything that is wrong with an adapter or with how one is asked for, one line each.
  case adapter(path: String, problems: [String])
  /// A segment of the batch that cannot be run.
  case segment(index: Int, reason: String)
  /// Options of generation that cannot be.
  case generation(problems: [String])

  /// What is wrong, with the tensors at fault on lines of their own.
  public var description: String {
    switch self {
    case .file(let path, let reason): "\(path): \(reason)"
    case .tensor(let path, let name, let reason): "\(path): tensor `\(name)`: \(reason)"
    case .tensors(let path, let problems): "\(path): " + problems.joined(separator: "; ")
    case .architecture(let path, let found, let supported):
      "\(path): architecture \(found) is not supported; supported: \(supported.joined(separator: ", "))"
    case .configuration(let path, let problems): "\(path): " + problems.joined(separator: "; ")
    case .adapter(let path, let problems): "\(path): " + problems.joined(separator: "; ")
    case .segment(let index, let reason): "segment \(index) of the batch: \(reason)"
    case .generation(let problems): problems.joined(separator: "; ")
    }
  }
}
