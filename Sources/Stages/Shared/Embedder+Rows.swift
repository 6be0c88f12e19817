import Curation
import Digests
import LanguageModel
import Numerics
import Packing
import Pipeline
import Rows
import Tokenization
import Work

extension Embedder {
  /// The rows that have a question, with its vector. A question that was embedded before, or that several rows have, is
  /// embedded once.
  ///
  /// - Throws: `Interrupted` between batches, whose vectors are remembered; what model and store throw.
  func embed(_ value: RowsValue, _ context: RunContext) throws -> Outcome {
    let rows = value.rows
    let provenance = provenance(context)
    let memory = RememberedEmbeddings(store: context.store, provenance: provenance, dimension: dimension)
    var ledger = Ledger(rowsIn: rows.count)
    var requests: [[Int32]] = []
    var keys: [ContentDigest] = []
    var requestOfKey: [ContentDigest: Int] = [:]
    var places: [(row: Int, request: Int)] = []
    var questionsCut = 0
    for (row, question) in try questions(rows, context).enumerated() {
      switch question {
      case .failure(let reason): ledger.drop(reason.reason, row: rows.rowNumbers[row])
      case .success(let (tokens, cut)):
        ledger.tokensCut += cut
        if cut > 0 { questionsCut += 1 }
        let key =
          rows.hasConversation(row)
          ? memory.key(content: rows.contentKey(of: row))
          : memory.key(question: rows.question(row) ?? [], input: rows.input(row))
        let request = requestOfKey[key] ?? requests.count
        if request == requests.count {
          requestOfKey[key] = request
          keys.append(key)
          requests.append(tokens)
        }
        places.append((row, request))
      }
    }
    let remembered = try memory.vectors(keys)
    var vectors = keys.map { remembered[$0] ?? [] }
    let missing = vectors.indices.filter { vectors[$0].isEmpty }
    let watch = Stopwatch()
    let fresh = try run(missing.map { requests[$0] }, context) { batch, found in
      try memory.remember(zip(batch, found).map { (keys[missing[$0.0]], $0.1) })
    }
    for (request, vector) in zip(missing, fresh) { vectors[request] = vector }
    if case .encoder(let loaded) = self {
      try Rates.recordEmbedding(
        loaded, tokens: missing.reduce(0) { $0 + requests[$1].count },
        seconds: watch.seconds, context)
    }
    ledger.kept = places.count
    var result = value.with(
      rows.taking(places.map(\.row)).adding(
        .vectors(places.flatMap { vectors[$0.request] }, dimension: dimension), named: "embedding"))
    result.embedding = provenance
    return Outcome(
      value: result, ledger: ledger,
      line: line(ledger, questionsCut: questionsCut, remembered: places.count { remembered[keys[$0.request]] != nil }))
  }

  /// Each row's question as tokens, and how many are missing at its end; or why it has none.
  private func questions(
    _ rows: Rows, _ context: RunContext
  ) throws -> [Result<(tokens: [Int32], cut: Int), Unscorable>] {
    switch self {
    case .model(let loaded, let template):
      let encoded = try EncodedRows(rows, loaded, template.template, context)
      return (0..<rows.count).map { row in
        let prompt = encoded.prompt(row)
        if encoded.isPlainText(row) || prompt.isEmpty { return .failure(.noQuestion) }
        guard prompt.count < loaded.model.configuration.contextLength else { return .failure(.questionTooLong) }
        return .success(([encoded.beginOfText] + prompt, 0))
      }
    case .encoder(let loaded):
      return try (0..<rows.count).map { row in
        if row % 64 == 0 { try context.work.checkCancellation() }
        guard let question = rows.question(row), !question.isEmpty else { return .failure(.noQuestion) }
        let text = Array(question) + (rows.input(row).map { [UInt8(ascii: "\n")] + $0 } ?? [])
        do {
          let read = try SentenceTokens(
            [text], encoder: loaded.encoder, tokenizer: loaded.tokenizer, work: context.work)
          return .success((read.texts[0], read.tokensCut))
        } catch var error as TokenizerError {
          error.message += " (row \(rows.rowNumbers[row]) of \(rows.source.path))"
          throw error
        }
      }
    }
  }

  private func run(
    _ texts: [[Int32]], _ context: RunContext, keep: ([Int], [[Float]]) throws -> Void
  ) throws -> [[Float]] {
    switch self {
    case .model(let loaded, _):
      try PassMemory(loaded.model.configuration, lengths: texts.lazy.map(\.count)).check("embedding", of: loaded)
      let segments = texts.map { Segment(tokens: $0, learnFrom: $0.count, pool: 1..<$0.count) }
      return try Embedding.pooled(segments, model: loaded.model, work: context.work, keep: keep)
    case .encoder(let loaded):
      let tokens = min(texts.reduce(0) { $0 + $1.count }, 8_192)
      try Budget.require(
        loaded.encoder.configuration.memory(tokens: tokens), for: "embedding by `\(loaded.name)`",
        advice: "a smaller encoder takes less")
      let crew = context.crew
      return try loaded.encoder.embed(
        texts, work: context.work.shared(by: crew), passes: crew?.passes(of: loaded), keep: keep)
    }
  }

  /// `384 numbers a row, from all-MiniLM-L6-v2, mean of the tokens, length 1 · 37 questions cut at 256 tokens`.
  private func line(_ ledger: Ledger, questionsCut: Int, remembered: Int) -> StageBlock.Line {
    var line: StageBlock.Line
    switch self {
    case .model(let loaded, let template):
      line = StageBlock.Line("\(dimension) numbers per row, from \(loaded.name)", ", template \(template.shown)")
    case .encoder(let loaded):
      let pooling = loaded.encoder.pooling
      line = StageBlock.Line(
        "\(dimension) numbers per row, from \(loaded.name)",
        (pooling.mode == .mean ? ", mean of the tokens" : ", of the first token")
          + (pooling.normalizes ? ", length 1" : ""))
      if questionsCut > 0 {
        line.second +=
          " · \(Figures.count(questionsCut)) question\(questionsCut == 1 ? "" : "s") cut at \(Figures.count(loaded.encoder.maximalLength)) tokens, "
          + "\(Figures.count(ledger.tokensCut)) tokens cut"
      }
    }
    if remembered > 0 {
      line.second += " · \(Figures.count(remembered)) row\(remembered == 1 ? " was" : "s were") embedded before"
    }
    return line
  }
}
