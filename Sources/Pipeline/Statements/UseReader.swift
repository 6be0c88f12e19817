import Diagnostics
import Documents
import Foundation
import Syntax

/// Reads the files that `use` names: their `def`s, once each; cycles are errors.
struct UseReader {
  let registry: Registry
  private(set) var diagnostics: [Diagnostic] = []
  /// Files being read, from the outermost.
  private var open: [String] = []

  init(registry: Registry) { self.registry = registry }

  /// - Returns: nil after an error.
  mutating func read(
    _ syntax: UseSyntax, from source: SourceText, scope: Scope
  ) -> (definitions: [Definition], files: Set<String>)? {
    let path = Self.resolve(syntax.path, from: source.name)
    if scope.used.contains(path) { return ([], []) }
    var inner = Scope(settings: scope.settings)
    inner.definitions = scope.definitions
    inner.used = scope.used
    let before = inner.definitions
    open = [Self.resolve(source.name, from: "")]
    guard read(path, at: syntax.pathSpan, into: &inner) else { return nil }
    let new = inner.definitions.values.filter { before[$0.name] !== $0 }.sorted { $0.name < $1.name }
    return (new, inner.used.subtracting(scope.used))
  }

  private mutating func read(_ path: String, at span: Span, into scope: inout Scope) -> Bool {
    if let start = open.firstIndex(of: path) {
      let chain = (open[start...] + [path]).map { ($0 as NSString).lastPathComponent }
      diagnostics.append(
        Diagnostic(
          Codes.use, "`use` is circular", at: span, label: "leads back to itself",
          notes: [chain.joined(separator: " uses ")]))
      return false
    }
    if scope.used.contains(path) { return true }
    let bytes: [UInt8]
    do {
      bytes = try AtomicFile.read(path, as: .text)
    } catch {
      diagnostics.append(
        Diagnostic(Codes.use, "the file cannot be read: \(error)", at: span, label: "not read"))
      return false
    }
    open.append(path)
    defer { open.removeLast() }
    let source = SourceText(name: path, bytes: bytes)
    let (program, found) = Parser.parse(source)
    var problems = found.filter(\.isError)
    for statement in program.statements {
      switch statement {
      case .use(let inner):
        let target = Self.resolve(inner.path, from: path)
        let count = diagnostics.count
        if !read(target, at: span, into: &scope), diagnostics.count == count { return false }
        if diagnostics.count > count { return false }
      case .definition:
        var binder = Binder(registry: registry, source: source, scope: scope)
        if case .definition(let definition)? = binder.bind(statement) {
          scope.definitions[definition.name] = definition
        }
        problems += binder.diagnostics.filter(\.isError)
      case .pipeline, .letBinding, .parameter, .setting, .explain, .help:
        problems.append(
          Diagnostic(Codes.use, "a file that is used may contain only `def`s", at: statement.span, label: "not a `def`")
        )
      }
    }
    if !problems.isEmpty {
      // They lie in another source than the statement: shown whole, as notes would not show the lines.
      let text = problems.map { problem in
        let place = source.position(of: problem.span.lower)
        return "\(path):\(place.line):\(place.column): \(problem.message) [\(problem.code)]"
      }
      diagnostics.append(
        Diagnostic(
          Codes.use, "`\((path as NSString).lastPathComponent)` has errors", at: span, label: "not used", notes: text,
          helps: [.init("`cact check \(path)` shows them in their lines")]))
      return false
    }
    scope.used.insert(path)
    return true
  }

  /// Relative to the file that says it; to the working directory for cells and `-e`.
  static func resolve(_ path: String, from name: String) -> String {
    let expanded = ArgumentReader.expanded(path)
    let folder = name.contains("/") ? name.pathFolder : ""
    let base = URL(
      fileURLWithPath: folder.isEmpty ? FileManager.default.currentDirectoryPath : folder, isDirectory: true)
    return URL(fileURLWithPath: expanded, relativeTo: base).standardizedFileURL.path
  }
}
