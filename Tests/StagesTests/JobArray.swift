import Diagnostics
import Documents
import Foundation
import Pipeline
import Quantities
import Rows
import Stages
import TestSupport
import Testing

/// The folder of a job array, and jobs that share nothing but it.
struct JobArray {
  /// A folder of its own, in which each job has a store of its own.
  let home: TemporaryDirectory
  init() throws { home = try TemporaryDirectory() }

  /// A job on a machine of its own: nothing but the folder is shared.
  func job() throws -> Session {
    let job = try Session(in: TemporaryDirectory(), tiny: true)
    try job.run("set max_failed 100%")
    return job
  }

  func write(_ lines: [String], _ name: String) throws -> String {
    try (lines.joined(separator: "\n") + "\n").write(toFile: home(name), atomically: true, encoding: .utf8)
    return home(name)
  }

  func json(_ rows: [[String: Any]]) throws -> [String] {
    try rows.map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys), as: UTF8.self)
    }
  }

  func bytes(_ name: String) throws -> [UInt8] { try AtomicFile.read(home(name)) }

  /// Runs `load … steps | save` once whole and once as an array, and holds all files that are made of both against each other.
  func expectSame(
    _ load: String, _ steps: String, of count: Int, flags: String = "", then: [String] = [],
    location: SourceLocation = #_sourceLocation
  ) throws {
    let one = try job()
    let line = "\(load) | \(steps)"
    try one.run("\(line) | save \"\(home("one.jsonl"))\"\(flags)")
    for number in 1...count {
      try job().run("\(load) shard \(number) of \(count) | \(steps) | save \"\(home("part-\(number).jsonl"))\"\(flags)")
    }
    let gather = "gather \"\(home("part-*.jsonl"))\""
    let last = try job()
    let value = try last.rows("\(gather) | save \"\(home("gathered.jsonl"))\"\(flags)")
    #expect(try bytes("gathered.jsonl") == bytes("one.jsonl"), "\(line) of \(count)", sourceLocation: location)
    let whole = try one.rows(line)
    #expect(value.rows.rowNumbers == whole.rows.rowNumbers, sourceLocation: location)
    #expect(value.scores == whole.scores, sourceLocation: location)
    #expect(value.rows.roles == whole.rows.roles, sourceLocation: location)
    for ending in ["csv", "parquet", "json.gz"] {
      try one.run("\(line) | save \"\(home("one.\(ending)"))\"\(flags)")
      try last.run("\(gather) | save \"\(home("gathered.\(ending)"))\"\(flags)")
      #expect(
        try bytes("gathered.\(ending)") == bytes("one.\(ending)"), "\(line) as \(ending)", sourceLocation: location)
    }
    for step in then {
      try one.run("\(line) | \(step) | save \"\(home("one-then.jsonl"))\"")
      try last.run("\(gather) | \(step) | save \"\(home("gathered-then.jsonl"))\"")
      #expect(
        try bytes("gathered-then.jsonl") == bytes("one-then.jsonl"), "\(line) | \(step)", sourceLocation: location)
    }
  }

  /// Rows of which a part looks like something else than all: a field that is seldom there, that changes its kind, whose numbers seldom
  /// have a fraction, are written in their own way, or are no number at all.
  func uneven(_ count: Int) throws -> [String] {
    try json(Teaching.pairs(count)).enumerated().map { place, line in
      var more = [
        place % 5 == 4 ? #""rare": "só\n \#(place)""# : nil,
        place % 7 == 3 ? #""mixed": {"a" : [\#(place), null]}"# : #""mixed": "caf\u00e9 \#(place)""#,
        place == 11 ? #""weight": 0.50"# : #""weight": \#(place)"#,
        place % 3 == 0 ? #""gap": null"# : place % 3 == 1 ? #""gap": true"# : nil,
        #""id": "\#(String(repeating: "0", count: 3))\#(place)""#,
        place == 2 ? #""big": 123456789012345678901"# : place == 5 ? #""big": 1e5"# : nil,
        place == 7 ? #""ifd": 9"# : nil,
      ].compactMap(\.self)
      if place == 1 { more.append(#""tokens": "own""#) }
      return String(line.dropLast()) + ", " + more.joined(separator: ", ") + "}"
    }
  }

  /// Shards of a pool of 12 rows, each by a job of its own.
  func array(_ count: Int, of name: String = "rows", rows: Int = 12, steps: String = "score loss") throws {
    let path = try write(try json(Teaching.pairs(rows)), "\(name).jsonl")
    for number in 1...count {
      try job().run(
        "load \"\(path)\" shard \(number) of \(count) | \(steps) | save \"\(home("\(name)-\(number).jsonl"))\"")
    }
  }
}
