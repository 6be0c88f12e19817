import GRDB

/// Changes in a database as a disk would make them: nothing in it notices.
enum DatabaseChange {
  static func run(_ sql: String, on path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "PRAGMA ignore_check_constraints = 1; " + sql) }
    try queue.close()
  }
}
