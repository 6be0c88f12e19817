package import LanguageModel
package import Ranks
import Tokenization

extension Generated: Wire {
  package func write(to writer: inout WireWriter) {
    writer.write(raw: tokens)
    writer.write(reason.rawValue)
    writer.write(stopsAt)
  }

  package init(from reader: inout WireReader) throws {
    let tokens = try reader.read(raw: Int32.self)
    guard let reason = Reason(rawValue: try reader.read()) else { throw WireReader.torn }
    self.init(tokens: tokens, reason: reason)
    stopsAt = try reader.read()
  }
}

/// Some prompts, to be answered side by side.
enum GenerateDuty: Duty {
  static let name = "generate"

  struct Order: Wire, Sendable {
    var pass: PassOrder
    /// Where the tokenizer lies that stop strings are looked for with.
    var directory: String
    var options: Described<GenerationOptions>
    var width: Int
    var prompts: [[Int32]]
    var streams: [Int]

    init(
      pass: PassOrder, directory: String, options: GenerationOptions, width: Int, prompts: [[Int32]], streams: [Int]
    ) {
      self.pass = pass
      self.directory = directory
      self.options = Described(options)
      self.width = width
      self.prompts = prompts
      self.streams = streams
    }

    func write(to writer: inout WireWriter) {
      writer.write(pass)
      writer.write(directory)
      writer.write(options)
      writer.write(width)
      writer.write(lists: prompts)
      writer.write(streams)
    }

    init(from reader: inout WireReader) throws {
      pass = try reader.read()
      directory = try reader.read()
      options = try reader.read()
      width = try reader.read()
      prompts = try reader.read(lists: Int32.self)
      streams = try reader.read()
    }
  }

  static func answer(_ order: Order, _ member: Member) throws -> [Generated] {
    let tokenizer = try member.kept { Replicas() }.library.tokenizer(directory: order.directory)
    return try order.pass.run(member) {
      try $0.generate(
        prompts: order.prompts, options: order.options.value, width: order.width, streams: order.streams,
        decode: { tokenizer.decode($0, skippingSpecial: true) })
    }
  }
}

extension StageCrew {
  /// Answers of all prompts, some at a time on whichever rank is free.
  ///
  /// - Parameters:
  ///   - here: answers the prompts of these places on this rank.
  ///   - each: takes what was made of the prompts from that place on.
  func generate(
    _ loaded: LoadedModel, prompts: [[Int32]], streams: [Int], options: GenerationOptions, width: Int,
    here: (Range<Int>) throws -> [Generated], shouldStop: () throws -> Bool, each: (Int, [Generated]) throws -> Void
  ) throws {
    let pass = PassOrder(replica: try replica(of: loaded.model))
    let ahead = 3 * team.ranks.count
    // Wide enough that a step reads the weights for many, and often enough that no rank waits long for the last.
    let size = max(1, min(width, (prompts.count + ahead - 1) / ahead))
    let pieces = stride(from: 0, to: prompts.count, by: size).map { $0..<min(prompts.count, $0 + size) }
    let directory = loaded.directory
    try share(
      pieces.count, GenerateDuty.self, size: { pieces[$0].count },
      order: {
        GenerateDuty.Order(
          pass: pass, directory: directory, options: options, width: width, prompts: Array(prompts[pieces[$0]]),
          streams: Array(streams[pieces[$0]]))
      },
      here: { try here(pieces[$0]) }, shouldStop: shouldStop, each: { try each(pieces[$0].lowerBound, $1) })
  }
}
