import Work

/// Goes through JSON values that stand one behind another, each a row. A bad line costs itself alone; the scan goes on behind its end.
///
/// It takes a file whole, or part by part.
struct JSONLineScan {
  /// Rows that are wanted.
  let limit: Int?
  let work: Work
  var raw = RawRows()
  var ledger = Ledger()
  /// The first thing that is no JSON.
  private(set) var fault: Fault?
  /// Whether the end of a bad line is still to come.
  private(set) var isSkipping = false

  static let rowsBetweenChecks = 4096

  struct Fault {
    /// In the file.
    var offset: Int
    var row: Int
    var message: String

    func note(_ file: String, line: Int) -> String { "\(file):\(line): row \(row): \(message) (byte \(offset))" }
  }

  init(limit: Int?, work: Work, raw: RawRows = RawRows(), isSkipping: Bool = false) {
    self.limit = limit
    self.work = work
    self.raw = raw
    self.isSkipping = isSkipping
  }

  /// Whether rows follow behind those that are wanted.
  var isAtLimit: Bool { limit.map { ledger.rowsIn >= $0 } ?? false }

  /// - Parameters:
  ///   - origin: where in the file the scanner's bytes begin.
  ///   - isPart: more bytes follow behind them; what reaches their end is left for later, and the scanner stands before it.
  mutating func scan(_ scanner: inout JSONScanner, origin: Int = 0, isPart: Bool = false) throws {
    raw.origin = origin
    if isSkipping { skipLine(&scanner) }
    while true {
      scanner.skipBlanks()
      guard scanner.at < scanner.end else { return }
      guard !isAtLimit else {
        ledger.notes.append(JSONReader.goesOn(ledger.rowsIn))
        return
      }
      let number = ledger.rowsIn + 1
      if number % Self.rowsBetweenChecks == 0 { try work.checkCancellation() }
      let start = scanner.at
      let repeated = raw.repeated
      do throws(JSONScanner.Failure) {
        if try scanner.peek() == UInt8(ascii: "{") {
          if let fault = try raw.scanRow(&scanner, number: number) {
            ledger.fail(fault.reason, field: fault.field, row: number)
          }
        } else {
          _ = try scanner.value()
          // A number may go on behind the end of a part.
          if isPart, scanner.at == scanner.end {
            scanner.at = start
            return
          }
          ledger.fail("not an object", row: number)
        }
      } catch {
        if isPart, error.isTruncation {
          raw.repeated = repeated
          scanner.at = start
          return
        }
        ledger.fail(error.isTruncation ? RowReader.cutShort : "not valid JSON", row: number)
        if fault == nil { fault = Fault(offset: origin + error.offset, row: number, message: error.message) }
        scanner.at = start
        skipLine(&scanner)
      }
      ledger.rowsIn = number
    }
  }

  private mutating func skipLine(_ scanner: inout JSONScanner) {
    while scanner.at < scanner.end, scanner.base[scanner.at] != UInt8(ascii: "\n") { scanner.at += 1 }
    isSkipping = scanner.at == scanner.end
  }

  /// Adds what was found in the part behind this one.
  mutating func append(_ next: JSONLineScan) {
    raw.append(next.raw, behind: ledger.rowsIn)
    if fault == nil, let next = next.fault {
      fault = Fault(offset: next.offset, row: next.row + ledger.rowsIn, message: next.message)
    }
    isSkipping = next.isSkipping
    ledger.add(next.ledger)
  }
}
