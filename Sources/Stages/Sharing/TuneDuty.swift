import LanguageModel
import Ranks
import Tuning

/// A member's part of a tuning, from its first step to its last.
enum TuneDuty: Duty {
  static let name = "tune"

  struct Order: Wire, Sendable {
    var pass: PassOrder
    var samples: [TrainingSample]
    var options: Described<TuningOptions>
    /// Who tunes, in the order of the group's link: rank 0, which orders the steps, and those that compute.
    var ranks: [Int]
    /// Which of them compute.
    var workers: Range<Int>

    init(
      pass: PassOrder, samples: [TrainingSample], options: TuningOptions, ranks: [Int], workers: Range<Int>
    ) {
      self.pass = pass
      self.samples = samples
      self.options = Described(options)
      self.ranks = ranks
      self.workers = workers
    }

    func write(to writer: inout WireWriter) {
      writer.write(pass)
      writer.write(samples)
      writer.write(options)
      writer.write(ranks)
      writer.write([workers.lowerBound, workers.upperBound])
    }

    init(from reader: inout WireReader) throws {
      pass = try reader.read()
      samples = try reader.read()
      options = try reader.read()
      ranks = try reader.read()
      let bounds = try reader.read([Int].self)
      guard bounds.count == 2, bounds[0] >= 0, bounds[0] < bounds[1], bounds[1] <= ranks.count else {
        throw WireReader.torn
      }
      workers = bounds[0]..<bounds[1]
    }
  }

  static func answer(_ order: Order, _ member: Member) throws -> Nothing {
    try order.pass.run(member) {
      try TuningMember.run(
        TuningGroup(GroupLink(member.link, ranks: order.ranks), workers: order.workers), model: $0,
        samples: order.samples, options: order.options.value,
        whileWaiting: member.serveWaiting)
    }
    return Nothing()
  }
}
