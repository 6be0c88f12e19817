import Digests
import LanguageModel
import Numerics
import Ranks

/// How a member makes a model that rank 0 has, and what it calls it.
struct ReplicaOrder: Wire, Sendable {
  var number: Int
  /// The directory that it is loaded from, with the digest of its content; without one, that of a shape.
  var directory: String
  var digest: String?
  /// Its weights are its own: they are sent, or will be changed.
  var isOwn: Bool
  /// It carries an adapter that the directory does not hold.
  var adapter: Described<AdapterOptions>?
  /// What follows on the link: nothing, all weights, the adapter's parameters, or both.
  var sendsWeights: Bool
  var sendsAdapter: Bool

  func write(to writer: inout WireWriter) {
    writer.write(number)
    writer.write(directory)
    writer.write(digest)
    writer.write(isOwn)
    writer.write(adapter)
    writer.write(sendsWeights)
    writer.write(sendsAdapter)
  }

  init(from reader: inout WireReader) throws {
    number = try reader.read()
    directory = try reader.read()
    digest = try reader.read()
    isOwn = try reader.read()
    adapter = try reader.read()
    sendsWeights = try reader.read()
    sendsAdapter = try reader.read()
  }

  init(
    number: Int, directory: String, digest: String?, isOwn: Bool, adapter: Described<AdapterOptions>?,
    sendsWeights: Bool, sendsAdapter: Bool
  ) {
    self.number = number
    self.directory = directory
    self.digest = digest
    self.isOwn = isOwn
    self.adapter = adapter
    self.sendsWeights = sendsWeights
    self.sendsAdapter = sendsAdapter
  }
}

/// The replicas of a member: the ones used last.
final class Replicas {
  static let most = 3
  let library = ModelLibrary()
  private var models: [(number: Int, model: Result<LanguageModel, any Error>)] = []

  func model(_ number: Int) throws -> LanguageModel {
    guard let found = models.first(where: { $0.number == number }) else {
      throw RankError("there is no replica \(number)")
    }
    return try found.model.get()
  }

  /// - Throws: `RankError` where a directory holds something else here than on rank 0.
  static func require(_ found: String, _ expected: String, in directory: String) throws {
    guard found != expected else { return }
    throw RankError(
      "\(directory) holds another model there (\(found.prefix(12))) than on rank 0 (\(expected.prefix(12)))")
  }

  /// Keeps a model, or why it could not be made.
  func keep(_ model: Result<LanguageModel, any Error>, _ number: Int) {
    models.removeAll { $0.number == number }
    models.append((number, model))
    while models.count > Self.most { models.removeFirst() }
  }
}

/// Makes a replica, and takes the weights that are sent behind the order.
enum ReplicaDuty: Duty {
  static let name = "replica"

  static func answer(_ order: ReplicaOrder, _ member: Member) throws -> Nothing {
    let replicas = member.kept { Replicas() }
    var failure: (any Error)?
    var model: LanguageModel?
    do { model = try make(order, replicas) } catch { failure = error }
    // What was sent is taken also where it is of no use: the next message would be mistaken for it.
    for (sends, adapter) in [(order.sendsWeights, false), (order.sendsAdapter, true)] where sends {
      guard let (_, bytes) = try member.link.awaitMessage(from: 0, tag: Tag.weights) else { continue }
      var reader = WireReader(bytes)
      let count = try reader.read(Int.self)
      let buffer = AlignedBuffer<Float>(uninitialized: count)
      try member.link.wait(
        for: member.link.receive(
          UnsafeMutableRawBufferPointer(start: buffer.pointer, count: 4 * count), from: 0, tag: Tag.weights))
      guard let model else { continue }
      func take(_ own: AlignedBuffer<Float>) throws {
        guard own.count == count else { throw RankError("its weights are of another shape") }
        own.copy(from: buffer)
      }
      do { try adapter ? model.withTrainable(take) : model.withWeights(take) } catch { failure = error }
    }
    if let failure {
      replicas.keep(.failure(failure), order.number)
      throw failure
    }
    if let model { replicas.keep(.success(model), order.number) }
    return Nothing()
  }

  private static func make(_ order: ReplicaOrder, _ replicas: Replicas) throws -> LanguageModel {
    var model: LanguageModel
    if let digest = order.digest {
      let loaded = try replicas.library.load(directory: order.directory)
      try Replicas.require(loaded.digest.hex, digest, in: order.directory)
      model = loaded.model
      if order.isOwn {
        model = try model.merged()
        // The base itself waits in its files until it is asked again.
        loaded.model.releaseMemory()
      }
    } else {
      model = try LanguageModel(fresh: replicas.library.configuration(directory: order.directory), seed: 0)
    }
    if let adapter = order.adapter {
      model = try model.attaching(Adapter(for: model, options: adapter.value, base: "", seed: 0))
    }
    return model
  }
}
