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

    init(pass: PassOrder, samples: [TrainingSample], options: TuningOptions) {
      self.pass = pass
      self.samples = samples
      self.options = Described(options)
    }

    func write(to writer: inout WireWriter) {
      writer.write(pass)
      writer.write(samples)
      writer.write(options)
    }

    init(from reader: inout WireReader) throws {
      pass = try reader.read()
      samples = try reader.read()
      options = try reader.read()
    }
  }

  static func answer(_ order: Order, _ member: Member) throws -> Nothing {
    try order.pass.run(member) {
      try TuningMember.run(
        member.link, model: $0, samples: order.samples, options: order.options.value,
        whileWaiting: member.serveWaiting)
    }
    return Nothing()
  }
}
