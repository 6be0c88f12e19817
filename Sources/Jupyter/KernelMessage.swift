public import Documents
import Foundation

/// A message of the Jupyter messaging protocol, version 5.4.
public struct KernelMessage: Sendable, Hashable {
  /// The protocol's version that the kernel speaks.
  public static let version = "5.4"

  /// Whom it comes from or goes to; on iopub its topic.
  public var identities: [[UInt8]]
  /// Who sent it, when, and what kind it is.
  public var header: JSONObject
  /// The header of the request that it belongs to; empty: of none.
  public var parent: JSONObject
  /// What its kind does not need.
  public var metadata: JSONObject
  /// By its kind.
  public var content: JSONObject
  /// Bytes behind it.
  public var buffers: [[UInt8]]

  /// A message; what is not there may be left out.
  public init(
    identities: [[UInt8]] = [], header: JSONObject, parent: JSONObject = [:], metadata: JSONObject = [:],
    content: JSONObject = [:], buffers: [[UInt8]] = []
  ) {
    self.identities = identities
    self.header = header
    self.parent = parent
    self.metadata = metadata
    self.content = content
    self.buffers = buffers
  }

  /// `execute_request`.
  public var type: String { header["msg_type"]?.string ?? "" }
  /// Its own name.
  public var id: String { header["msg_id"]?.string ?? "" }
}

/// Makes the headers of one session's messages.
struct MessageHeaders: Sendable {
  /// Of this kernel's run.
  let session = UUID().uuidString.lowercased()

  /// The header of a new message.
  func header(_ type: String) -> JSONObject {
    JSONObject([
      ("msg_id", .string(UUID().uuidString.lowercased())), ("session", .string(session)), ("username", "kernel"),
      ("date", .string(Self.now())), ("msg_type", .string(type)), ("version", .string(KernelMessage.version)),
    ])
  }

  /// The time in ISO 8601, UTC, to the microsecond.
  private static func now() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    var seconds = time.tv_sec
    gmtime_r(&seconds, &parts)
    return String(
      format: "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
      parts.tm_hour,
      parts.tm_min, parts.tm_sec, time.tv_nsec / 1000)
  }
}
