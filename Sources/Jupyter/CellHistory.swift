import Documents
import Foundation

/// The cells that a kernel has run, as `history_request` asks for them.
struct CellHistory {
  struct Entry {
    var number: Int
    var code: String
    /// What was shown of its value.
    var output: String?
  }

  /// Cells that are remembered; the notebook's own file has all.
  private static let most = 10_000
  /// The number of this session; 0 in a request means it too.
  private static let session = 1

  private var entries: [Entry] = []

  mutating func append(_ entry: Entry) {
    entries.append(entry)
    if entries.count > Self.most { entries.removeFirst(entries.count - Self.most) }
  }

  /// What a `history_request` wants, each `(session, number, code)`, or with `(code, output)` in the place of the code.
  func entries(for request: JSONObject) -> [JSONValue] {
    let withOutput = request["output"]?.bool ?? false
    return wanted(request).map { entry in
      let code = JSONValue.string(entry.code)
      let shown: JSONValue = withOutput ? .array([code, entry.output.map { .string($0) } ?? .null]) : code
      return .array([.integer(Self.session), .integer(entry.number), shown])
    }
  }

  private func wanted(_ request: JSONObject) -> [Entry] {
    let count = request["n"]?.int.map { max(0, $0) }
    switch request["hist_access_type"]?.string {
    case "range":
      let session = request["session"]?.int ?? 0
      guard session == 0 || session == Self.session else { return [] }
      // The end is the first that is not wanted.
      let (start, stop) = (request["start"]?.int ?? 0, request["stop"]?.int ?? .max)
      return entries.filter { $0.number >= start && $0.number < stop }
    case "search":
      let pattern = request["pattern"]?.string ?? "*"
      var found = entries.filter { fnmatch(pattern, $0.code, 0) == 0 }
      if request["unique"]?.bool ?? false {
        var seen: Set<String> = []
        found = found.reversed().filter { seen.insert($0.code).inserted }.reversed()
      }
      return found.suffix(count ?? found.count)
    default: return entries.suffix(count ?? entries.count)
    }
  }
}
