import Foundation

/// What a rank says of itself before anything is done: ranks that would not compute the same do not begin.
package struct Greeting: Wire, Sendable, Hashable {
  /// By which its users know it: "node7".
  package var host: String
  /// That it computes with.
  package var threads: Int
  /// What must be the same on every rank, by its name for the user: "program", "arithmetic".
  package var traits: [Trait]

  package struct Trait: Wire, Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }

    package func write(to writer: inout WireWriter) {
      writer.write(name)
      writer.write(value)
    }
    package init(from reader: inout WireReader) throws {
      name = try reader.read()
      value = try reader.read()
    }
  }

  package init(host: String, threads: Int, traits: [Trait]) {
    self.host = host
    self.threads = threads
    self.traits = traits
  }

  package func write(to writer: inout WireWriter) {
    writer.write(host)
    writer.write(threads)
    writer.write(traits)
  }
  package init(from reader: inout WireReader) throws {
    host = try reader.read()
    threads = try reader.read()
    traits = try reader.read()
  }

  /// In what another differs, in words; empty where in nothing.
  func differences(_ other: Greeting) -> [String] {
    let others = Dictionary(other.traits.map { ($0.name, $0.value) }) { first, _ in first }
    return traits.compactMap { trait in
      guard others[trait.name] != trait.value else { return nil }
      return "\(trait.name): \(trait.value) here, \(others[trait.name] ?? "unknown") there"
    }
  }
}

/// How ranks come together.
package enum Assembly {
  /// Rank 0's part: hears every member, and tells all whether they may begin.
  /// - Throws: `RankError` naming each rank that differs, and in what.
  package static func gather(_ link: any Link, _ own: Greeting, isCalledOff: () throws -> Bool = { false }) throws
    -> Crew
  {
    var hosts = [own.host] + Array(repeating: "?", count: link.size - 1)
    var threads = 0
    var problems: [String] = []
    for rank in 1..<max(1, link.size) {
      guard let (_, bytes) = try link.awaitMessage(from: rank, tag: Tag.orders, isCalledOff: isCalledOff) else {
        throw RankError("the ranks have not come together")
      }
      var reader = WireReader(bytes)
      let other = try reader.read(Greeting.self)
      hosts[rank] = other.host
      threads += other.threads
      let differences = own.differences(other)
      if !differences.isEmpty {
        problems.append(
          "rank \(rank) (\(other.host)) is not like rank 0 (\(own.host)): \(differences.joined(separator: "; "))")
      }
    }
    var writer = WireWriter()
    let problem = problems.isEmpty ? nil : problems.joined(separator: "\n")
    writer.write(problem)
    for rank in 1..<max(1, link.size) { try link.send(writer.bytes, to: rank, tag: Tag.orders) }
    if let problem { throw RankError(problem) }
    return Crew(link, hosts: hosts, threads: threads)
  }

  /// A member's part.
  /// - Throws: `RankError` where rank 0 says that they do not begin.
  package static func join(_ link: any Link, _ own: Greeting) throws {
    var writer = WireWriter()
    writer.write(own)
    try link.send(writer.bytes, to: 0, tag: Tag.orders)
    guard let (_, bytes) = try link.awaitMessage(from: 0, tag: Tag.orders) else { return }
    var reader = WireReader(bytes)
    if let problem = try reader.read(String?.self) { throw RankError(problem) }
  }
}
