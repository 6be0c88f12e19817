import Documents
import Foundation
import Jinja
import TestSupport
import Testing

/// Values for templates, and what becomes of them.
enum Rendered {
  static let folder = PackageRoot.path + "/Tests/Fixtures/jinja"

  /// The variables of a JSON object.
  static func variables(_ json: JSONValue?) throws -> [String: JinjaValue] {
    var variables: [String: JinjaValue] = [:]
    for (name, value) in json?.object ?? [:] { variables[name] = try JinjaValue(value) }
    return variables
  }

  /// The text of a template that renders.
  static func text(
    _ source: String, _ variables: JSONValue = [:], clock: JinjaClock = .fixed(0), limits: JinjaLimits = JinjaLimits()
  ) throws -> String {
    let rendering = try JinjaTemplate(source).render(Self.variables(variables), limits: limits, clock: clock)
    return String(decoding: rendering.text, as: UTF8.self)
  }

  /// The error of one that does not.
  static func error(
    _ source: String, _ variables: JSONValue = [:], limits: JinjaLimits = JinjaLimits()
  ) throws -> JinjaError? {
    error(source, given: try Self.variables(variables), limits: limits)
  }

  static func error(_ source: String, given: [String: JinjaValue], limits: JinjaLimits) -> JinjaError? {
    do {
      _ = try JinjaTemplate(source, name: "t").render(given, limits: limits, clock: .fixed(0))
      return nil
    } catch {
      return error
    }
  }

  /// What comes of it on a thread with a stack of 512 KB, as some platforms give no more.
  static func onSmallStack<T: Sendable>(_ body: @escaping @Sendable () throws -> T) throws -> T {
    let outcome = Outcome<T>()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      outcome.result = Result { try body() }
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
    return try #require(outcome.result).get()
  }

  // Written by the thread, read behind the semaphore.
  private final class Outcome<T>: @unchecked Sendable { var result: Result<T, any Error>? }

  /// As the fixtures have it: length and FNV-1a.
  static func digest(_ bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let hex = String(hash, radix: 16)
    return "\(bytes.count):" + String(repeating: "0", count: 16 - hex.count) + hex
  }
}
