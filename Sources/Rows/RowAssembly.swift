import Digests
import Numerics
import Synchronization

/// Turns what a scan found into rows: roles, kinds of columns, own names, and rows without an answer set apart.
struct RowAssembly {
  let name: String
  /// Where the values stand.
  let arena: TextArena
  let options: ReadOptions
  /// Of what was read; nil where that is the arena, which is then in memory.
  var digest: ContentDigest?

  func rows(from raw: RawRows, ledger: Ledger) throws -> (Rows, Ledger) {
    if let form = options.form { return try rows(from: raw, as: form, ledger: ledger) }
    var ledger = ledger
    let builder = ColumnBuilder(arena: arena)
    let texts = Set(zip(raw.names, raw.columns).filter { $0.1.contains { $0.kind.isString } }.map(\.0))
    for wanted in [options.question, options.answer].compactMap({ $0 }) where !raw.names.contains(wanted) {
      throw RowError(
        .noColumn, file: name, field: wanted, "no row has a field `\(wanted)`",
        help: "the fields are " + raw.names.map { "`\($0)`" }.joined(separator: ", "))
    }
    let (columns, digest) = made(raw, builder)
    var rows = Rows(
      names: raw.names, columns: columns, rowNumbers: raw.rowNumbers, roles: Roles(),
      source: RowSource(path: name, digest: digest))
    let layout = Layout(rows, texts: texts, options: options)
    let said = said(rows, layout)
    if !layout.areOfConversations {
      let forced = [layout.roles.question, layout.roles.input, layout.roles.answer, layout.roles.plainText]
      for (name, values) in zip(raw.names, raw.columns) where forced.contains(name) && rows.column(name)?.kind != .text
      {
        rows = rows.adding(.text(builder.texts(of: values)), named: name)
      }
      rows.roles = layout.roles
    }
    rows = rows.adding(
      conversations: said.map { try? $0.get().conversation }, areSource: layout.areOfConversations,
      areSaved: layout.saved != nil, notes: &ledger.notes)
    if let note = layout.note { ledger.notes.append(note) }
    if rows.roles.answer == nil, !raw.names.isEmpty {
      ledger.notes.append(
        "no column is known to hold answers, so that nothing can be learned from these rows: `load … answer \"NAME\"` says "
          + "which of " + raw.names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
          + (raw.names.count > 8 ? ", …" : ""))
    }
    rows = renamingOwnColumns(of: rows, notes: &ledger.notes)
    for (key, count) in raw.repeated.sorted(by: { $0.key < $1.key }) {
      ledger.notes.append("\(count) rows repeat the key `\(key)`: the last value is used")
    }
    let weighted = said.indices.filter { (try? said[$0].get().hasFractionalWeights) == true }
    rows = settingApart(rows, raw: raw, said: said, ledger: &ledger)
    ledger.kept = rows.count
    ledger.turns = turns(of: rows, raw, said)
    ledger.notes += RowNotes.notFinite(rows) + RowNotes.fillers(rows, systems: layout.systems)
    if !weighted.isEmpty { ledger.notes.append(RowNotes.fractionalWeights(weighted.map { raw.rowNumbers[$0] })) }
    guard !rows.isEmpty else {
      let reasons = ledger.failed.map { entry in
        "\(entry.count) \(entry.reason)" + (entry.field.map { " (`\($0)`)" } ?? "")
      }
      throw RowError(
        .noRows, file: name, row: ledger.failed.first?.examples.first, field: ledger.failed.first?.field,
        "no row can be used: " + (reasons + ledger.notes).joined(separator: "; "))
    }
    return (rows, ledger)
  }

  /// The columns, and the digest of what was read, each by a thread.
  private func made(_ raw: RawRows, _ builder: ColumnBuilder) -> ([Column], ContentDigest) {
    if let digest { return (Parallel.map(raw.columns.count) { builder.column(of: raw.columns[$0]) }, digest) }
    let digest = Mutex<ContentDigest?>(nil)
    // Summing up takes the longest and goes first.
    let columns = Parallel.map(raw.columns.count + 1) { place -> Column? in
      if place > 0 { return builder.column(of: raw.columns[place - 1]) }
      let sum = arena.digest
      digest.withLock { $0 = sum }
      return nil
    }
    return (columns.compactMap { $0 }, digest.withLock { $0 } ?? ContentDigest.of([]))
  }

  /// Fails the rows that have nothing to learn from: no answer, an empty one, a question that is no text; and those whose
  /// answer needs more than the question.
  private func settingApart(
    _ rows: Rows, raw: RawRows, said: [Result<RowContext.Said, RawRows.Fault>], ledger: inout Ledger
  ) -> Rows {
    guard let answer = rows.roles.answer else { return rows }
    // An answer of nothing is a result as well: without it a model that says nothing would pass more.
    guard !ProblemResultRows.are(raw.names) else { return rows }
    var kept: [Int] = []
    kept.reserveCapacity(rows.count)
    var losses: [(Int, RowLoss)] = []
    for index in 0..<rows.count {
      let result: Result<RowLoss, RawRows.Fault> = said[index].map(\.loss).flatMap { loss in
        fault(of: index, in: rows, raw: raw, answer: answer).map { .failure($0) } ?? .success(loss)
      }
      switch result {
      case .failure(let fault): ledger.fail(fault.reason, field: fault.field, row: rows.rowNumbers[index])
      case .success(let loss):
        kept.append(index)
        losses.append((rows.rowNumbers[index], loss))
      }
    }
    ledger.reduce(losses)
    return kept.count == rows.count ? rows : rows.taking(kept)
  }

  /// What the rows that are kept say; nil where none is more than a question and its answer.
  private func turns(
    of rows: Rows, _ raw: RawRows, _ said: [Result<RowContext.Said, RawRows.Fault>]
  ) -> Ledger.Turns? {
    guard rows.roles.conversation != nil else { return nil }
    let kept = Set(rows.rowNumbers)
    return zip(raw.rowNumbers, said).filter { kept.contains($0.0) }.reduce(into: Ledger.Turns()) { turns, row in
      let conversation = try? row.1.get().conversation
      turns.all += conversation?.turns.count ?? 2
      turns.learned += conversation?.learnedTurns ?? 1
    }
  }

  /// What each row says, or why it cannot be used.
  private func said(_ rows: Rows, _ layout: Layout) -> [Result<RowContext.Said, RawRows.Fault>] {
    let context = RowContext(rows, layout, options.turns ?? .all)
    return Parallel.map(rows.count) { row -> Result<RowContext.Said, RawRows.Fault> in
      do throws(RawRows.Fault) { return .success(try context.said(by: row)) } catch { return .failure(error) }
    }
  }

  private func fault(of index: Int, in rows: Rows, raw: RawRows, answer: String) -> RawRows.Fault? {
    guard let length = rows.answerLength(index) else {
      return RawRows.Fault(reason: isOther(index, answer, raw) ? "the answer is not text" : "no answer", field: answer)
    }
    if length == 0 { return RawRows.Fault(reason: "empty answer", field: answer) }
    if let question = rows.roles.question, !rows.isPlainText(index), !rows.hasText(index, question) {
      return RawRows.Fault(
        reason: isOther(index, question, raw) ? "the question is not text" : "no question", field: question)
    }
    return nil
  }

  /// Whether the row has a value there that is no string.
  private func isOther(_ index: Int, _ name: String, _ raw: RawRows) -> Bool {
    guard let place = raw.names.firstIndex(of: name) else { return false }
    let kind = raw.columns[place][index].kind
    return kind != .absent && kind != .null && !kind.isString
  }

  /// cact's own names win over the file's, and the names of the roles over columns that do not play them.
  private func renamingOwnColumns(of rows: Rows, notes: inout [String]) -> Rows {
    var names = rows.names
    var roles = rows.roles
    var taken = Set(names)
    for (place, name) in names.enumerated() {
      let isShadowed =
        (name == "question" && roles.question != nil && roles.question != name)
        || (name == "answer" && roles.answer != nil && roles.answer != name)
      let isOwn = OwnColumns.names.contains(name) && options.savedColumns?.contains(name) != true
      guard isOwn || isShadowed else { continue }
      let other = OwnColumns.renamed(name, taken: taken)
      taken.insert(other)
      names[place] = other
      notes.append("the file's column `\(name)` is `\(other)` here")
      if roles.question == name { roles.question = other }
      if roles.answer == name { roles.answer = other }
      if roles.input == name { roles.input = other }
    }
    return Rows(
      names: names, columns: rows.columns, rowNumbers: rows.rowNumbers, roles: roles, source: rows.source)
  }
}

extension TextArena {
  /// Of what is in memory.
  var digest: ContentDigest {
    contents.reduce(into: ContentDigest.Builder()) { sum, part in
      if case .memory(let bytes) = part { sum.update(bytes) }
    }.finalize()
  }
}
