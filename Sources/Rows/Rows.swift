public import Digests
import Work

/// Where rows come from.
public struct RowSource: Sendable, Codable, Equatable {
  /// As the user wrote it; a name in parentheses where there is no file.
  public var path: String
  /// Of the file's bytes.
  public var digest: ContentDigest

  /// The source at `path`, whose bytes have this digest.
  public init(path: String, digest: ContentDigest) {
    self.path = path
    self.digest = digest
  }
}

/// Rows of named columns: a value, cheap to copy and to filter (texts stay in the arena of the file they come from).
public struct Rows: Sendable {
  /// The columns' names in order, without the virtual `row`.
  public internal(set) var names: [String]
  /// One for each name, each with a value a row.
  public internal(set) var columns: [Column]
  /// Of each row, its 1-based position in its file: the column `row`.
  public private(set) var rowNumbers: [Int]
  /// Which columns hold question, input and answer.
  public var roles: Roles
  /// The file they were read from.
  public var source: RowSource

  /// Every column as long as `rowNumbers`, every name once.
  public init(names: [String], columns: [Column], rowNumbers: [Int], roles: Roles, source: RowSource) {
    precondition(names.count == columns.count && columns.allSatisfy { $0.count == rowNumbers.count })
    self.names = names
    self.columns = columns
    self.rowNumbers = rowNumbers
    self.roles = roles
    self.source = source
  }

  /// How many rows there are.
  public var count: Int { rowNumbers.count }
  /// Whether there is none.
  public var isEmpty: Bool { rowNumbers.isEmpty }

  /// The own name of the column of questions.
  public var questionColumn: String? { roles.question }
  /// The own name of the column of answers.
  public var answerColumn: String? { roles.answer }
  /// The own name of the column of inputs.
  public var inputColumn: String? { roles.input }
}

// Columns.
extension Rows {
  /// The column's own name: `question` and `answer` stand for the columns in these roles.
  public func resolved(_ name: String) -> String {
    switch name {
    case "question": roles.question ?? name
    case "answer": roles.answer ?? name
    default: name
    }
  }

  private func place(of name: String) -> Int? {
    let name = resolved(name)
    return names.firstIndex { $0.utf8.elementsEqual(name.utf8) }
  }

  /// The column of this name or role, `row` among them; nil when there is none.
  public func column(_ name: String) -> Column? {
    if let place = place(of: name) { return columns[place] }
    return name == "row" ? .integers(rowNumbers) : nil
  }

  /// Whether there is a column of this name or role, `row` among them.
  public func hasColumn(_ name: String) -> Bool { name == "row" || place(of: name) != nil }

  /// The value of `column` in the row at `index` (from 0); missing when there is no such column.
  public func cell(_ index: Int, _ column: String) -> Cell {
    if let place = place(of: column) { return columns[place].cell(index) }
    return column == "row" ? .integer(Int64(rowNumbers[index])) : .missing
  }

  /// With one more column at the end, or with another in the place of the one of this name.
  public func adding(_ column: Column, named name: String) -> Rows {
    precondition(column.count == count, "a column must have a value for each row")
    var rows = self
    if let place = place(of: name) {
      settleBeforeChange(of: names[place])
      if roles.isOfConversation(names[place]) { return withoutConversations().adding(column, named: name) }
      rows.columns[place] = column
    } else {
      rows.names.append(name)
      rows.columns.append(column)
    }
    return rows
  }

  /// With the column of this very name, if there is one, called `file_NAME`, so that another may take its place; roles go with it.
  public func steppingAside(_ name: String) -> Rows {
    guard let place = names.firstIndex(of: name) else { return self }
    var rows = self
    let other = OwnColumns.renamed(name, taken: Set(names))
    rows.names[place] = other
    for role in [\Roles.question, \.input, \.answer, \.plainText, \.conversation]
    where rows.roles[keyPath: role] == name {
      rows.roles[keyPath: role] = other
    }
    return rows
  }

  /// Without the column of this name or role, and without its role; the same rows where there is none.
  public func removing(_ name: String) -> Rows {
    guard let place = place(of: name) else { return self }
    settleBeforeChange(of: names[place])
    if name != roles.conversation, roles.isOfConversation(names[place]) { return withoutConversations().removing(name) }
    var rows = self
    let own = rows.names.remove(at: place)
    rows.columns.remove(at: place)
    if rows.roles.question == own { rows.roles.question = nil }
    if rows.roles.answer == own { rows.roles.answer = nil }
    if rows.roles.input == own { rows.roles.input = nil }
    if rows.roles.plainText == own { rows.roles.plainText = nil }
    if rows.roles.conversation == own { rows.roles.conversation = nil }
    return rows
  }

  /// Each row as its question and its answer alone.
  func withoutConversations() -> Rows { roles.conversation.map { removing($0) } ?? self }

  /// Only the columns named, in that order; unknown names are passed over. Conversations stay where their answers do.
  public func keeping(_ wanted: [String]) -> Rows {
    var rows = self
    var wanted = wanted
    if let conversation = roles.conversation, !wanted.contains(conversation),
      wanted.contains(where: { resolved($0) == roles.answer })
    {
      wanted.append(conversation)
    }
    let kept = Set(wanted.map { Array(resolved($0).utf8) })
    let unwanted = names.filter { !kept.contains(Array($0.utf8)) }
    // Only what counts or is counted from, or plays a role, needs care; counts that nobody wants go before the texts that
    // they would be counted from. The others are passed over below.
    let deferred = Set(deferredColumns)
    let texts = Set(
      [roles.question, roles.input, roles.answer, roles.plainText, roles.conversation].compactMap { $0 })
    for name in unwanted.filter(deferred.contains) + unwanted.filter({ !deferred.contains($0) && texts.contains($0) }) {
      rows = rows.removing(name)
    }
    let places = [[UInt8]: Int](
      zip(rows.names.map { Array($0.utf8) }, rows.names.indices), uniquingKeysWith: { first, _ in first })
    let order = wanted.compactMap { places[Array(rows.resolved($0).utf8)] }
    rows.columns = order.map { rows.columns[$0] }
    rows.names = order.map { rows.names[$0] }
    return rows
  }

  /// Counts that are still to be made are made before a text that they may be counted from goes away.
  private func settleBeforeChange(of name: String) {
    guard [roles.question, roles.input, roles.answer, roles.plainText, roles.conversation].contains(name) else {
      return
    }
    // Nobody can interrupt silent work.
    try? settle(deferredColumns, work: .silent)
  }

  /// The rows at these places (from 0), in this order.
  public func taking(_ indices: [Int]) -> Rows {
    Rows(
      names: names, columns: columns.map { $0.taking(indices) }, rowNumbers: indices.map { rowNumbers[$0] },
      roles: roles,
      source: source)
  }
}

// Questions and answers.
extension Rows {
  /// The question of the row at `index`; nil for a plain text row.
  public func question(_ index: Int) -> ArraySlice<UInt8>? {
    isPlainText(index) ? nil : text(index, roles.question)
  }

  /// The question's `input`; nil when there is none or it is empty.
  public func input(_ index: Int) -> ArraySlice<UInt8>? {
    guard let input = text(index, roles.input), !input.isEmpty, !isPlainText(index) else { return nil }
    return input
  }

  /// The answer, or the plain text; nil when the row has neither.
  public func answer(_ index: Int) -> ArraySlice<UInt8>? {
    text(index, roles.answer) ?? (isPlainText(index) ? text(index, roles.plainText) : nil)
  }

  /// Whether the row is text without a question.
  public func isPlainText(_ index: Int) -> Bool {
    if roles.question == nil { return true }
    guard let plain = roles.plainText else { return false }
    return !hasText(index, roles.answer) && !hasText(index, roles.question) && hasText(index, plain)
  }

  /// Bytes of the answer, or of the plain text; nil when the row has neither. O(1).
  func answerLength(_ index: Int) -> Int? {
    length(index, roles.answer) ?? (isPlainText(index) ? length(index, roles.plainText) : nil)
  }

  /// Bytes of the question and its `input`; 0 for a plain text row. O(1).
  func questionLength(_ index: Int) -> Int {
    isPlainText(index) ? 0 : (length(index, roles.question) ?? 0) + (length(index, roles.input) ?? 0)
  }

  /// Whether the column `name` has a text in the row at `index`. O(1).
  func hasText(_ index: Int, _ name: String?) -> Bool { length(index, name) != nil }

  private func length(_ index: Int, _ name: String?) -> Int? {
    guard let column = texts(name), !column.isMissing(index) else { return nil }
    return column.length(index)
  }

  private func text(_ index: Int, _ name: String?) -> ArraySlice<UInt8>? { texts(name)?[index] }

  private func texts(_ name: String?) -> TextColumn? {
    guard let name, let place = names.firstIndex(of: name), case .text(let column) = columns[place] else { return nil }
    return column
  }

  /// Digest of what a model sees of the row at `index`: the key of what is remembered per row.
  public func contentKey(of index: Int) -> ContentDigest {
    var builder = ContentDigest.Builder()
    for part in [question(index), input(index), answer(index)] {
      builder.update(part?.count ?? -1)
      if let part { builder.update(part) }
    }
    if let conversation = conversationSource(index) { builder.update(conversation) }
    return builder.finalize()
  }

  /// Digest of the whole value: names, columns, row numbers and roles.
  public func digest() -> ContentDigest { ContentDigest.of(serialized()) }
}
