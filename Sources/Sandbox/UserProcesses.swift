import Foundation

/// The processes and threads of a user, which the limit on them counts together.
package enum UserProcesses {
  /// Whether the kernel counts those of a user name space apart, so that the limit is one of the sandbox alone: since Linux 5.14.
  package static func areCountedByNameSpace(release: String) -> Bool {
    let numbers = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
    return numbers.count == 2 && (numbers[0], numbers[1]) >= (5, 14)
  }

  static let areCountedByNameSpace: Bool = {
    var names = utsname()
    guard uname(&names) == 0 else { return false }
    let release = withUnsafeBytes(of: &names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return areCountedByNameSpace(release: release)
  }()

  /// How many there are now.
  package static func count(of user: UInt32) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.reduce(0) { sum, name in
      var facts = stat()
      guard Int(name) != nil, stat("/proc/\(name)", &facts) == 0, facts.st_uid == user else { return sum }
      return sum + ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(name)/task").count) ?? 1)
    }
  }
}
