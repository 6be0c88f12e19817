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
    var products: String
    var texts: [[Int32]]

    init(directory: String, digest: String, texts: [[Int32]]) {
      self.directory = directory
      self.digest = digest
      products = Products.current.rawValue
      self.texts = texts
    }

    func write(to writer: inout WireWriter) {
      writer.write(directory)
      writer.write(digest)
      writer.write(products)
      writer.write(texts.count)
      for text in texts { writer.write(raw: text) }
    }

    init(from reader: inout WireReader) throws {
      directory = try reader.read()
      digest = try reader.read()
      products = try reader.read()
      let count = try reader.read(Int.self)
      texts = []
      for _ in 0..<max(0, count) { texts.append(try reader.read(raw: Int32.self)) }
    }
  }

  static func answer(_ order: Order, _ member: Member) throws -> Vectors {
    let library = member.kept { EncoderLibrary() }
    let loaded = try library.load(
      directory: order.directory, models: member.kept { Replicas() }.library)
    try Replicas.require(loaded.digest.hex, order.digest, in: order.directory)
    return try Products.with(Products(rawValue: order.products) ?? .standard) {
      Vectors(try loaded.encoder.embed(order.texts))
    }
  }
}

extension StageCrew {
  /// Passes of a sentence encoder over batches, in portions on whichever rank is free.
  func passes(of loaded: LoadedEncoder) -> SentenceEncoder.Passes {
    { [self] batches, shouldStop, each in
      try share(
        batches, length: \.count, isDivisible: Precision.f32.isFreeOfCompany, SentenceDuty.self,
        order: { SentenceDuty.Order(directory: loaded.directory, digest: loaded.digest.hex, texts: $0) },
        here: { Vectors(try loaded.encoder.embed($0)) }, made: \.values, shouldStop: shouldStop, each: each)
    }
  }
}
