import Documents
import GRDB

/// How a store's database keeps what a broken write would leave half done.
enum StoreJournal: Sendable {
  /// In a log that the processes of one machine share, through memory (WAL).
  case shared
  /// In a file of what was there before, under locks that all hosts see.
  case rollback
  /// The same without any lock: this process has the store alone.
  case alone
}

/// The database of a store.
enum Schema {
  /// Raised whenever the tables or the meaning of their bytes change; an older store is set aside, not converted. It
  /// stands in the text of a table too, so that a damaged header does not pass for a newer layout.
  static let version = 2
  /// "cact" in SQLite's application_id.
  static let application = 0x6361_6374

  enum Fault: Error {
    case unfit(String)
    case newer(Int)
  }

  static func configuration(_ journal: StoreJournal, patience: Double = 20) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.label = "cact store"
    // A damaged row must not keep a sound one from being written: each row is checked by its own sum.
    configuration.foreignKeysEnabled = false
    // The file may be anybody's: nothing in its schema is run, and no cell is believed to lie where it says.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON") }
    switch journal {
    case .shared: configuration.journalMode = .wal
    case .rollback:
      // The journal is emptied and stays: that it is there again another host may learn late, what is in it not.
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA mmap_size = 0") }
    case .alone: configuration.prepareDatabase(takeAlone)
    }
    return configuration
  }

  /// Takes the database for this connection alone, whose log, if it has one, is then read without shared memory and becomes
  /// part of it.
  private static func takeAlone(_ database: Database) throws {
    try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA mmap_size = 0")
    // The mode of a database that has not been read yet is not known, and could not be changed.
    _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
    let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = TRUNCATE")
    guard mode == "truncate" else {
      throw DatabaseError(resultCode: .SQLITE_BUSY, message: "its log (WAL) cannot be closed")
    }
  }

  /// Creates the tables of an empty database; throws `Fault` for one that is not of this version.
  static func prepare(_ database: Database, checkWhole: Bool) throws {
    if try shape(of: database).isEmpty { return try create(database) }
    try check(database, whole: checkWhole)
  }

  /// Throws `Fault` for a database that is not one of this version's stores.
  static func check(_ database: Database, whole: Bool) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let found = try shape(of: database)
    guard application == Self.application else { throw Fault.unfit("it is not a cact store") }
    let wanted = try example.get().write { fresh in
      if try shape(of: fresh).isEmpty { try create(fresh) }
      return try shape(of: fresh)
    }
    // The layout of a newer program is another one, in its table's text at least.
    if version > Self.version, found != wanted { throw Fault.newer(version) }
    if version < Self.version { throw Fault.unfit("its layout has the older version \(version)") }
    if found != wanted || version != Self.version { throw Fault.unfit("its tables are not those of a cact store") }
    if whole {
      let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? ""
      if verdict != "ok" { throw Fault.unfit("it is damaged: \(verdict)") }
    }
  }

  /// A database in memory that has the tables of a store. It is there to the end of the program: Dispatch frees a queue on a
  /// thread of its own, and waits for one without end where the system has none left.
  private static let example = Result { try DatabaseQueue() }

  /// Every table, index, view and trigger as it was declared; SQLite's own statistics left out.
  private static func shape(of database: Database) throws -> [[DatabaseValue]] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'
        ORDER BY type, name
        """
    ).map { Array($0.databaseValues) }
  }

  private static func create(_ database: Database) throws {
    try database.execute(
      sql: """
        PRAGMA application_id = \(application);
        PRAGMA user_version = \(version);

        -- Each `sum` is of its whole row, see Checksum, but for the time of the last use and the sizes of what is counted.
        -- An engine's number is a sum of its text.
        CREATE TABLE engine ( -- layout \(version)
          id INTEGER PRIMARY KEY, library TEXT NOT NULL, version TEXT NOT NULL, kernel TEXT NOT NULL,
          threads INTEGER NOT NULL, precision TEXT NOT NULL
        );
        -- Files and directories under files/, shared by the values that have the same content, which is their name.
        CREATE TABLE file (digest BLOB PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
        -- Exactly one of bytes and file.
        CREATE TABLE value (
          key BLOB NOT NULL UNIQUE, bytes BLOB, file BLOB, size INTEGER NOT NULL, metadata TEXT NOT NULL,
          engine INTEGER NOT NULL, created REAL NOT NULL, used REAL NOT NULL, sum BLOB NOT NULL
        );
        CREATE INDEX value_file ON value (file);
        -- The primary key's columns stand first: SQLite 3.40 finds NULLs in such a table where there are none.
        CREATE TABLE pin (
          session TEXT NOT NULL, key BLOB NOT NULL, owner TEXT NOT NULL, PRIMARY KEY (session, key)
        ) WITHOUT ROWID;
        CREATE INDEX pin_key ON pin (key);
        -- Per-row memory: each kind (a recipe) is one unit of eviction. Not WITHOUT ROWID: there a vector of 1 KB would
        -- spill onto a page of its own.
        CREATE TABLE row_kind (
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, used REAL NOT NULL
        );
        CREATE TABLE row_value (
          kind INTEGER NOT NULL, key BLOB NOT NULL, engine INTEGER NOT NULL, bytes BLOB NOT NULL, sum BLOB NOT NULL,
          PRIMARY KEY (kind, key)
        );
        CREATE TABLE file_digest (
          path TEXT PRIMARY KEY, device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL,
          modified INTEGER NOT NULL, digest BLOB NOT NULL, sum BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE rate (name TEXT PRIMARY KEY, value REAL NOT NULL, measured REAL NOT NULL, sum BLOB NOT NULL)
          WITHOUT ROWID;
        -- Who has looked at a held-out set: one row per distinct result.
        CREATE TABLE look (
          held_out BLOB NOT NULL, result BLOB NOT NULL, at REAL NOT NULL, sum BLOB NOT NULL,
          PRIMARY KEY (held_out, result)
        ) WITHOUT ROWID;
        """)
  }
}
