package import Curation
package import Ranks
import Rows

extension Problem: Wire {
  package func write(to writer: inout WireWriter) {
    writer.write(name)
    writer.write(lists: statements)
    writer.write(lists: solutions)
  }

  package init(from reader: inout WireReader) throws {
    self.init(
      name: try reader.read(), statements: try reader.read(lists: UInt8.self),
      solutions: try reader.read(lists: UInt8.self))
  }
}

extension Contamination.Hit: Wire {
  package func write(to writer: inout WireWriter) {
    writer.write(problem)
    writer.write(runs)
    writer.write(hasSolution)
  }

  package init(from reader: inout WireReader) throws {
    self.init(problem: try reader.read(), runs: try reader.read(), hasSolution: try reader.read())
  }
}

/// Problems that rows are to be searched for; a member knows those of the latest order.
enum ProblemsDuty: Duty {
  static let name = "problems"

  struct Order: Wire, Sendable {
    var runLength: Int
    var problems: [Problem]

    init(runLength: Int, problems: [Problem]) {
      self.runLength = runLength
      self.problems = problems
    }

    func write(to writer: inout WireWriter) {
      writer.write(runLength)
      writer.write(problems)
    }

    init(from reader: inout WireReader) throws {
      runLength = try reader.read()
      problems = try reader.read()
    }
  }

  /// What a member keeps.
  final class Known {
    var contamination: Contamination?
  }

  static func answer(_ order: Order, _ member: Member) -> Nothing {
    member.kept { Known() }.contamination = Contamination(order.problems, runLength: order.runLength)
    return Nothing()
  }
}

/// Texts of some rows, to be searched for the problems.
enum ContaminationDuty: Duty {
  static let name = "contamination"

  struct Order: Wire, Sendable {
    var rows: [[[UInt8]]]

    init(rows: [[[UInt8]]]) { self.rows = rows }

    func write(to writer: inout WireWriter) {
      writer.write(rows.count)
      for texts in rows { writer.write(lists: texts) }
    }

    init(from reader: inout WireReader) throws {
      rows = []
      for _ in 0..<max(0, try reader.read(Int.self)) {
        rows.append(try reader.read(lists: UInt8.self))
      }
    }
  }

  static func answer(_ order: Order, _ member: Member) throws -> [[Contamination.Hit]] {
    let known = member.kept { ProblemsDuty.Known() }
    guard let contamination = known.contamination else {
      throw RankError("there are no problems to look for")
    }
    return try contamination.allHits(count: order.rows.count, label: "") { order.rows[$0].map { $0[...] } }
  }
}

extension StageCrew {
  /// Searches of rows for these problems, in blocks on whichever rank is free.
  func hits(of problems: [Problem], runLength: Int, in rows: Rows) -> TextPasses<[Contamination.Hit]> {
    { [self] blocks, here, shouldStop, each in
      for rank in team.members {
        crew.drop(
          try crew.give(
            ProblemsDuty.Order(runLength: runLength, problems: problems), of: ProblemsDuty.self, to: rank))
      }
      try share(
        blocks.count, ContaminationDuty.self, size: { blocks[$0].reduce(0) { $0 + rows.textLength($1) } },
        order: { ContaminationDuty.Order(rows: blocks[$0].map { rows.texts($0).map { Array($0) } }) },
        here: { here(blocks[$0]) }, shouldStop: shouldStop, each: each)
    }
  }
}
