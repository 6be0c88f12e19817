public import Diagnostics
import Documents

/// Where a kernel listens, as Jupyter's connection file says it (Jupyter client, "Connection files").
public struct ConnectionFile: Sendable, Hashable {
  /// The five sockets of a kernel.
  public enum Channel: String, Sendable, CaseIterable {
    case shell, iopub, stdin, control
    case heartbeat = "hb"

    /// The member of the file that holds its port.
    var member: String { rawValue + "_port" }
  }

  /// As the user named it.
  public var path: String
  /// `tcp` or `ipc`.
  public var transport: String
  /// The interface, or for `ipc` what the sockets' names begin with.
  public var ip: String
  /// A port of each channel.
  public var ports: [Channel: Int]
  /// What messages are signed with; empty: they are not.
  public var key: String

  /// Reads a connection file. Throws a `Diagnostic` that names the file and the member at fault.
  public init(_ path: String) throws(Diagnostic) {
    self.path = path
    func unusable(_ what: String) -> Diagnostic {
      Diagnostic(JupyterCodes.unusableConnection, what, at: Span(0, 0))
    }
    let members: JSONValue
    do {
      members = try JSONValue.read(path)
    } catch {
      throw unusable("\(error)")
    }
    guard members.object != nil else { throw unusable("\(path) holds no object, but \(members.kind)") }
    func text(_ member: String) throws(Diagnostic) -> String {
      guard let value = members[member] else { throw unusable("\(path) lacks the member `\(member)`") }
      guard let text = value.string else { throw unusable("`\(member)` of \(path) is \(value.kind), not a string") }
      return text
    }
    transport = try text("transport")
    guard transport == "tcp" || transport == "ipc" else {
      throw unusable("`transport` of \(path) is \"\(transport)\"; the kernel speaks over `tcp` and `ipc`")
    }
    ip = try text("ip")
    key = try text("key")
    let scheme = try text("signature_scheme")
    guard key.isEmpty || scheme == "hmac-sha256" else {
      throw unusable("`signature_scheme` of \(path) is \"\(scheme)\"; the kernel signs with `hmac-sha256`")
    }
    ports = [:]
    for channel in Channel.allCases {
      guard let value = members[channel.member] else { throw unusable("\(path) lacks the member `\(channel.member)`") }
      guard let port = value.int, (1...65535).contains(port) else {
        throw unusable("`\(channel.member)` of \(path) is not a port: it takes a number from 1 to 65535")
      }
      ports[channel] = port
    }
  }

  /// Where ZeroMQ finds a channel.
  public func address(of channel: Channel) -> String {
    let port = ports[channel] ?? 0
    return transport == "ipc" ? "ipc://\(ip)-\(port)" : "tcp://\(ip):\(port)"
  }
}
