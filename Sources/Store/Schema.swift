import Documents
import GRDB

/// The database of a store.
enum Schema {
  /// Raised whenever the tables or the meaning of their bytes change; an older store is set aside, not converted.
  static let version = 1
  /// "cact" in SQLite's application_id.
  static let application = 0x6361_6374

  enum Fault: Error {
    case unfit(String)
    case newer(Int)
  }

  static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(20)
    configuration.label = "cact store"
    return configuration
  }

  /// Creates the tables of an empty database; throws `Fault` for one that is not of this version.
  static func prepare(_ database: Database, checkWhole: Bool) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    if tables == 0 { return try create(database) }
    guard application == Self.application else { throw Fault.unfit("it is not a store of cact") }
    if version > Self.version { throw Fault.newer(version) }
    if version < Self.version { throw Fault.unfit("it has the older layout \(version)") }
    if checkWhole {
      let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? ""
      if verdict != "ok" { throw Fault.unfit("it is damaged: \(verdict)") }
    }
  }

  private static func create(_ database: Database) throws {
    try database.execute(
      sql: """
        PRAGMA application_id = \(application);
        PRAGMA user_version = \(version);

        CREATE TABLE engine (
          id INTEGER PRIMARY KEY, library TEXT NOT NULL, version TEXT NOT NULL, kernel TEXT NOT NULL,
          threads INTEGER NOT NULL, precision TEXT NOT NULL, UNIQUE (library, version, kernel, threads, precision)
        );
        -- Files and directories under files/, shared by the values that have the same content.
        CREATE TABLE file (
          digest BLOB PRIMARY KEY, size INTEGER NOT NULL, directory INTEGER NOT NULL
        ) WITHOUT ROWID;
        -- Exactly one of bytes and file.
        CREATE TABLE value (
          key BLOB NOT NULL UNIQUE, bytes BLOB, file BLOB REFERENCES file (digest), size INTEGER NOT NULL,
          metadata TEXT NOT NULL, engine INTEGER NOT NULL REFERENCES engine (id), created REAL NOT NULL,
          used REAL NOT NULL
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
          kind INTEGER NOT NULL REFERENCES row_kind (id), key BLOB NOT NULL, engine INTEGER NOT NULL, bytes BLOB NOT NULL,
          PRIMARY KEY (kind, key)
        );
        CREATE TABLE file_digest (
          path TEXT PRIMARY KEY, device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL,
          modified INTEGER NOT NULL, digest BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE rate (name TEXT PRIMARY KEY, value REAL NOT NULL, measured REAL NOT NULL) WITHOUT ROWID;
        -- Who has looked at a held-out set: one row per distinct result.
        CREATE TABLE look (
          held_out BLOB NOT NULL, result BLOB NOT NULL, at REAL NOT NULL, PRIMARY KEY (held_out, result)
        ) WITHOUT ROWID;
        """)
  }
}
