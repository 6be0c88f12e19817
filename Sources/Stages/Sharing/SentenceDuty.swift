import Digests
import LanguageModel
import MatMul
import Ranks

/// Some texts, to be embedded by a sentence encoder.
enum SentenceDuty: Duty {
  static let name = "sentences"

  struct Order: Wire, Sendable {
    var directory: String
    /// Of the encoder as rank 0 has it.
    var digest: String
    var arithmetic = PassArithmetic()
    var texts: [[Int32]] = []

    init(_ loaded: LoadedEncoder) {
      directory = loaded.directory
      digest = loaded.digest.hex
    }

    func write(to writer: inout WireWriter) {
      writer.write(directory)
      writer.write(digest)
      writer.write(arithmetic)
      writer.write(lists: texts)
    }

    init(from reader: inout WireReader) throws {
      directory = try reader.read()
      digest = try reader.read()
      arithmetic = try reader.read()
      texts = try reader.read(lists: Int32.self)
    }

    /// The same for other texts.
    func of(_ texts: [[Int32]]) -> Order {
      var order = self
      order.texts = texts
      return order
    }
  }

  static func answer(_ order: Order, _ member: Member) throws -> Vectors {
    let loaded = try member.kept { EncoderLibrary() }.load(
      directory: order.directory, models: member.kept { Replicas() }.library)
    try Replicas.require(loaded.digest.hex, order.digest, in: order.directory)
    return try order.arithmetic.run { Vectors(try loaded.encoder.embed(order.texts)) }
  }
}

extension StageCrew {
  /// Passes of a sentence encoder over batches, in portions on whichever rank is free.
  func passes(of loaded: LoadedEncoder) -> SentenceEncoder.Passes {
    { [self] batches, shouldStop, each in
      let order = SentenceDuty.Order(loaded)
      try share(
        batches, length: \.count, isDivisible: Precision.f32.isFreeOfCompany, SentenceDuty.self, order: order.of,
        here: { Vectors(try loaded.encoder.embed($0)) }, made: \.values, shouldStop: shouldStop, each: each)
    }
  }
}
