import Digests
import Numerics

/// A low-rank adapter of one model's shape: its own flat float32 parameters, laid out as A and B of each site.
///
/// `@unchecked Sendable` holds because its parameters are touched only under the lock of the model it is attached to,
/// and before it is attached by its maker alone.
public final class Adapter: @unchecked Sendable {
  /// How it was made.
  public let options: AdapterOptions
  /// What the adapter was made for: a path or `org/name`, as PEFT's base_model_name_or_path; empty where unknown.
  public let base: String
  let shape: WeightLayout
  package let sites: [AdapterSite]
  /// The parameters by PEFT's names.
  package let entries: [WeightLayout.Entry]
  let parameters: AlignedBuffer<Float>
  /// Counts the changes of the parameters.
  var version = 0
  private let byLinear: [Int: [Int]]

  /// Zeros; for the initialisers that fill them. Throws `LanguageModelError.adapter`, all problems at once.
  init(zeros options: AdapterOptions, base: String, sites: [AdapterSite], shape: WeightLayout) {
    self.options = options
    self.base = base
    self.shape = shape
    var placed = sites
    var entries: [WeightLayout.Entry] = []
    var size = 0
    func add(_ name: String, _ shape: [Int]) -> Int {
      let start = (size + 15) / 16 * 16
      size = start + shape.reduce(1, *)
      entries.append(WeightLayout.Entry(name: name, shape: shape, range: start..<size, role: .matrix))
      return start
    }
    for i in placed.indices {
      placed[i].a = add(placed[i].tensor(.a), [options.rank, placed[i].inputs])
      placed[i].b = add(placed[i].tensor(.b), [placed[i].outputs, options.rank])
    }
    self.sites = placed
    self.entries = entries
    parameters = AlignedBuffer(count: (size + 15) / 16 * 16)
    byLinear = Dictionary(grouping: placed.indices) { placed[$0].linear }
  }

  /// A new adapter of the model: A uniform in ±1/√inputs (Kaiming's bound with a = √5, as PEFT draws it), B zero, so that
  /// it changes nothing yet. Throws `LanguageModelError.adapter`: options out of range, targets that the model lacks.
  public convenience init(for model: LanguageModel, options: AdapterOptions, base: String, seed: UInt64) throws {
    var problems = options.problems
    let all = AdapterSite.all(in: model.layout)
    func named(_ site: AdapterSite, _ target: String) -> Bool {
      site.module == target || site.module.hasSuffix("." + target)
    }
    for target in options.targets ?? [] where !all.contains(where: { named($0, target) }) {
      let kinds = Set(all.map(\.kind)).sorted()
      problems.append("the model has no linear layer `\(target)`; it has \(kinds.joined(separator: ", "))")
    }
    guard problems.isEmpty else { throw LanguageModelError.adapter(path: "adapter", problems: problems) }
    let sites = options.targets.map { targets in all.filter { site in targets.contains { named(site, $0) } } } ?? all
    self.init(zeros: options, base: base, sites: sites, shape: model.layout)
    for site in self.sites {
      // A stream per matrix: the values of one do not depend on which others are there.
      var generator = SeededGenerator(seed: seed, stream: "lora_A " + site.module)
      let bound = 1 / Double(site.inputs).squareRoot()
      for i in 0..<options.rank * site.inputs {
        parameters.pointer[site.a + i] = Float(bound * (2 * generator.uniform() - 1))
      }
    }
  }

  /// An independent adapter with the same parameters.
  ///
  /// - Parameter base: what it names as its base; nil: as this one does.
  public func copy(base: String? = nil) -> Adapter {
    let other = Adapter(zeros: options, base: base ?? self.base, sites: sites, shape: shape)
    other.parameters.copy(from: parameters)
    return other
  }

  /// The number of parameters.
  public var parameterCount: Int { entries.reduce(0) { $0 + $1.range.count } }

  /// The parameters of that PEFT name, row-major; nil where there are none.
  public func tensor(_ name: String) -> [Float]? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    return Array(UnsafeBufferPointer(start: parameters.pointer + entry.range.lowerBound, count: entry.range.count))
  }

  /// Indices of the sites within the linear layer at `offset` of the model's buffer.
  func sites(at offset: Int) -> [Int] { byLinear[offset] ?? [] }

  /// What `target_modules` names: kinds where every layer has each, else the modules one by one.
  package var targetModules: [String] {
    let kinds = Set(sites.map(\.kind))
    let named = AdapterSite.all(in: shape).count { kinds.contains($0.kind) }
    return named == sites.count ? kinds.sorted() : sites.map(\.module)
  }

  /// Adds what the adapter computes with to a digest.
  func update(_ builder: inout ContentDigest.Builder) {
    builder.update("adapter")
    builder.update(options.scale)
    for entry in entries {
      builder.update(entry.name)
      builder.update(
        UnsafeRawBufferPointer(rebasing: parameters.bytes[4 * entry.range.lowerBound..<4 * entry.range.upperBound]))
    }
  }
}
