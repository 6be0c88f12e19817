/// Imports of names that many programs use and forget to import.
package enum MissingImports {
  private static let modules: Set = [
    "abc", "argparse", "array", "ast", "asyncio", "base64", "bisect", "collections", "contextlib", "copy", "csv",
    "dataclasses", "datetime",
    "decimal", "enum", "functools", "fractions", "glob", "hashlib", "heapq", "html", "inspect", "io", "itertools",
    "json", "logging", "math",
    "multiprocessing", "operator", "os", "pathlib", "pickle", "queue", "random", "re", "requests", "secrets", "shutil",
    "socket", "sqlite3",
    "statistics", "string", "struct", "subprocess", "sys", "tempfile", "textwrap", "threading", "time", "traceback",
    "types", "typing",
    "unittest", "urllib", "uuid", "zlib", "numpy", "pandas", "scipy", "torch", "tensorflow", "sklearn",
  ]
  private static let aliases = [
    "np": "numpy", "pd": "pandas", "plt": "matplotlib.pyplot", "sns": "seaborn", "tf": "tensorflow",
  ]
  private static let members: [String: String] = [
    "typing":
      "Any Callable Dict Generator Generic Iterable Iterator List Literal Optional Sequence Set Tuple Type TypeVar Union",
    "collections": "Counter OrderedDict defaultdict deque namedtuple",
    "functools": "lru_cache partial reduce wraps cache",
    "itertools": "accumulate chain combinations groupby islice permutations product", "dataclasses": "dataclass field",
    "enum": "Enum", "abc": "ABC abstractmethod", "pathlib": "Path", "decimal": "Decimal", "fractions": "Fraction",
    "heapq": "heapify heappop heappush", "bisect": "bisect_left bisect_right", "contextlib": "contextmanager",
    "copy": "deepcopy", "math": "sqrt ceil floor gcd factorial isqrt", "datetime": "timedelta",
  ]
  private static let moduleOf: [String: String] = Dictionary(
    members.flatMap { module, names in names.split(separator: " ").map { (String($0), module) } },
    uniquingKeysWith: { one, _ in one })

  /// The lines that import the names which are known, in their order; empty where none is.
  private static func lines(_ names: [String]) -> [String] {
    var imported: [String: [String]] = [:]
    var lines: [String] = []
    for name in names.sorted() {
      if let module = moduleOf[name] {
        imported[module, default: []].append(name)
      } else if let module = aliases[name] {
        lines.append("import \(module) as \(name)")
      } else if modules.contains(name) {
        lines.append("import \(name)")
      }
    }
    return lines
      + imported.sorted { $0.key < $1.key }.map { "from \($0.key) import \($0.value.joined(separator: ", "))" }
  }

  /// The code with the imports of those names that are known, and these lines; nil where none is.
  package static func adding(_ names: [String], to code: [UInt8]) -> (code: [UInt8], lines: [String])? {
    let imports = lines(names)
    guard !imports.isEmpty, let text = String(validating: code, as: UTF8.self) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return (Array(inserting(imports, into: lines).joined(separator: "\n").utf8), imports)
  }

  /// Behind what must stand first: a line for the shell, a coding, the module's own text, and imports from the future.
  private static func inserting(_ imports: [String], into lines: [String]) -> [String] {
    var at = 0
    while at < lines.count,
      lines[at].hasPrefix("#!") || lines[at].hasPrefix("# -*-") || lines[at].hasPrefix("from __future__")
    { at += 1 }
    return lines[..<at] + imports + lines[at...]
  }
}
