public import LanguageModel
public import Rows
public import Tokenization
public import Work

/// What `pack` was asked for.
public struct PackSettings: Sendable, Codable, Hashable {
  /// Tokens of one pack. A pack may exceed the model's context: each sample's positions begin at 0.
  public var capacity: Int
  /// The model's context, which bounds a single sample.
  public var contextLength: Int
  /// What becomes of rows that are longer than the capacity.
  public var long: LongRule
  /// Name of the `Template`.
  public var template: String

  /// Packs of `capacity` tokens for a model with `contextLength` positions.
  public init(capacity: Int, contextLength: Int, long: LongRule = .cut, template: String = Template.plain.name) {
    self.capacity = capacity
    self.contextLength = contextLength
    self.long = long
    self.template = template
  }

  /// The longest sequence.
  public var maxLength: Int { Swift.min(capacity, contextLength) }
}

/// Rows as the sequences they are trained on, and how these fill packs.
public struct Packs: Sendable {
  /// One sequence.
  public struct Sample: Sendable, Hashable {
    /// Place (from 0) in `rows`.
    public var row: Int
    /// Its tokens, and which of them are learned.
    public var segment: Segment

    /// The sample of a row, by its 1-based number in the file.
    public init(row: Int, segment: Segment) {
      self.row = row
      self.segment = segment
    }
  }

  /// The rows that are kept.
  public let rows: Rows
  /// What they were packed with.
  public let settings: PackSettings
  /// In the order of `rows`.
  public let samples: [Sample]
  /// Places in `samples`, by pack.
  public let bins: [[Int]]
  /// What became of every row.
  public let ledger: Ledger

  /// Encodes and packs; rows that cannot be trained on are dropped in the ledger. Throws `Interrupted`.
  ///
  /// - Parameter template: the one whose name `settings` has.
  public init(
    _ rows: Rows, tokenizer: Tokenizer, template: Template, settings: PackSettings, work: Work = .silent
  ) throws {
    try self.init(
      rows, encoded: EncodedRows(rows, tokenizer: tokenizer, template: template, work: work), settings: settings)
  }

  /// The same from rows that are encoded already.
  public init(_ rows: Rows, encoded: EncodedRows, settings: PackSettings) {
    var ledger = Ledger(rowsIn: rows.count)
    var samples: [Sample] = []
    var kept: [Int] = []
    var turnsCut: [Int: Int] = [:]
    for row in 0..<rows.count {
      do throws(Untrainable) {
        let form = try encoded.trainingForm(row, maxLength: settings.maxLength, long: settings.long)
        samples += form.segments.map { Sample(row: kept.count, segment: $0) }
        kept.append(row)
        ledger.tokensCut += form.tokensCut
        if form.turnsCut > 0 { turnsCut[row] = form.turnsCut }
      } catch {
        let reason = error == .tooLong ? "longer than \(settings.maxLength) tokens" : error.reason
        ledger.drop(reason, row: rows.rowNumbers[row])
      }
    }
    ledger.kept = kept.count
    encoded.count(kept, turnsCut: turnsCut, maxLength: settings.maxLength, numbers: rows.rowNumbers, into: &ledger)
    self.init(
      rows: kept.count == rows.count ? rows : rows.taking(kept), settings: settings, samples: samples,
      bins: BestFit.bins(lengths: samples.map(\.segment.tokens.count), capacity: settings.capacity), ledger: ledger)
  }

  init(rows: Rows, settings: PackSettings, samples: [Sample], bins: [[Int]], ledger: Ledger) {
    self.rows = rows
    self.settings = settings
    self.samples = samples
    self.bins = bins
    self.ledger = ledger
  }
}

extension Packs {
  /// Tokens of each sample.
  public var lengths: [Int] { samples.map(\.segment.tokens.count) }
  /// Tokens in all packs, without padding.
  public var tokens: Int { samples.reduce(0) { $0 + $1.segment.tokens.count } }
  /// Tokens that are targets: answers and their end-of-text.
  public var learnedTokens: Int { samples.reduce(0) { $0 + $1.segment.targetCount } }
  /// Answers that are learned, in whole or in part.
  public var learnedTurns: Int { samples.reduce(0) { $0 + $1.segment.targets.count } }
  /// Tokens over the room that there is in all packs, 0 to 1.
  public var density: Double { Density.packed(bins, lengths: lengths, capacity: settings.capacity) }
  /// What padding 16 samples in file order would reach.
  public var paddedDensity16: Double { Density.padded(lengths) }
  /// What padding 16 samples in order of length would reach.
  public var lengthSortedDensity16: Double { Density.padded(lengths.sorted()) }
}
