import Documents

/// A field of an Arrow schema (Schema.fbs).
struct ArrowField {
  /// What its values are.
  enum Form {
    case nothing, boolean
    case integer(width: Int, isSigned: Bool)
    case half, single, double
    /// Texts and bytes whose places are numbers of so many bytes.
    case text(width: Int)
    case bytes(width: Int)
    case fixedBytes(Int)
    case decimal(width: Int, scale: Int)
    case date(width: Int)
    case time(width: Int, ArrowUnit)
    case timestamp(ArrowUnit, isUTC: Bool)
    case list(width: Int)
    case fixedList(Int)
    case structure
    case map
  }

  /// With its ancestors, and points between them.
  let path: String
  /// The name as a JSON string, and a colon.
  let label: [UInt8]
  let form: Form
  let children: [ArrowField]
  /// Values are places in the dictionary of this number, as integers of a form.
  let dictionary: (id: Int64, index: Form)?

  /// Deeper ones are damage or malice: each level is one of the program's stack.
  private static let deepest = 64

  init(_ table: FlatTable, below parent: String? = nil, depth: Int = 0) throws(ParquetError) {
    let name = try table.text(0) ?? []
    path = (parent.map { $0 + "." } ?? "") + String(decoding: name, as: UTF8.self)
    guard depth < Self.deepest else { throw .damaged("the schema is nested more than \(Self.deepest) deep") }
    var label: [UInt8] = []
    JSONStrings.encode(name[...], into: &label)
    self.label = label + Array(": ".utf8)
    var children: [ArrowField] = []
    for child in try table.tables(5) { children.append(try ArrowField(child, below: path, depth: depth + 1)) }
    self.children = children
    do throws(ParquetError) {
      form = try Self.form(try table.integer(2, UInt8.self), try table.table(3))
      dictionary = try table.table(4).map { encoding throws(ParquetError) in
        let index = try encoding.table(1)
        return (
          try encoding.integer(0, Int64.self),
          try index.map { index throws(ParquetError) in try Self.integer(index) } ?? .integer(width: 4, isSigned: true)
        )
      }
    } catch { throw error.at(nil, column: path) }
    let isWhole =
      switch form {
      case .list, .fixedList: children.count == 1
      case .map: children.count == 1 && children[0].children.count == 2
      default: true
      }
    guard isWhole else { throw ParquetError(.damaged, "a list without its elements", column: path) }
  }

  private static func integer(_ table: FlatTable) throws(ParquetError) -> Form {
    let bits = Int(try table.integer(0, Int32.self))
    guard [8, 16, 32, 64].contains(bits) else { throw .damaged("integers of \(bits) bits") }
    return .integer(width: bits / 8, isSigned: try table.integer(1, UInt8.self) != 0)
  }

  /// The numbers are those of Schema.fbs.
  private static func form(_ kind: UInt8, _ table: FlatTable?) throws(ParquetError) -> Form {
    func short(_ field: Int, _ fallback: Int16 = 0) throws(ParquetError) -> Int {
      Int(try table?.integer(field, Int16.self, default: fallback) ?? fallback)
    }
    func int(_ field: Int, _ fallback: Int32 = 0) throws(ParquetError) -> Int {
      Int(try table?.integer(field, Int32.self, default: fallback) ?? fallback)
    }
    switch kind {
    case 1: return .nothing
    case 2:
      guard let table else { throw .damaged("integers of no size") }
      return try integer(table)
    case 3: return [.half, .single, .double][min(2, max(0, try short(0)))]
    case 4: return .bytes(width: 4)
    case 5: return .text(width: 4)
    case 6: return .boolean
    case 7:
      let (scale, bits) = (try int(1), try int(2, 128))
      guard [32, 64, 128, 256].contains(bits), 0...1_000 ~= scale else {
        throw .damaged("a decimal of \(bits) bits and scale \(scale)")
      }
      return .decimal(width: bits / 8, scale: scale)
    case 8: return .date(width: try short(0, 1) == 0 ? 4 : 8)
    case 9: return .time(width: try int(1, 32) == 64 ? 8 : 4, try ArrowUnit(try short(0, 1)))
    case 10: return .timestamp(try ArrowUnit(try short(0)), isUTC: try table?.text(1).map { !$0.isEmpty } ?? false)
    case 12: return .list(width: 4)
    case 13: return .structure
    case 15, 16:
      let width = try int(0)
      guard width >= 0 else { throw .damaged("values of \(width) bytes") }
      return kind == 15 ? .fixedBytes(width) : .fixedList(width)
    case 17: return .map
    case 19: return .bytes(width: 8)
    case 20: return .text(width: 8)
    case 21: return .list(width: 8)
    default:
      let names: [UInt8: String] = [
        11: "intervals", 14: "unions", 18: "durations", 22: "runs", 23: "views of bytes", 24: "views of texts",
        25: "views of lists", 26: "views of lists",
      ]
      throw ParquetError(.unsupported, "a column of \(names[kind] ?? "the type of number \(kind)")")
    }
  }
}

/// How finely a time is counted.
enum ArrowUnit {
  case seconds
  case part(TimeUnit)

  init(_ code: Int) throws(ParquetError) {
    switch code {
    case 0: self = .seconds
    case 1: self = .part(.milliseconds)
    case 2: self = .part(.microseconds)
    case 3: self = .part(.nanoseconds)
    default: throw .damaged("a time in the unit of number \(code)")
    }
  }

  /// A count in a unit that the texts of times know.
  func counted(_ count: Int64) throws(ParquetError) -> (Int64, TimeUnit) {
    switch self {
    case .part(let unit): return (count, unit)
    case .seconds:
      let (milliseconds, overflows) = count.multipliedReportingOverflow(by: 1_000)
      guard !overflows else { throw .damaged("a time beyond what can be counted") }
      return (milliseconds, .milliseconds)
    }
  }
}
