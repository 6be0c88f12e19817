import Digests
import Documents

/// Messages as frames, signed: identities, `<IDS|MSG>`, the signature, four JSON objects, buffers (Messaging in Jupyter, "The Wire
/// Protocol").
package struct WireFormat: Sendable {
  private let key: [UInt8]

  /// - Parameter key: as the connection file has it; empty: nothing is signed, and no signature is asked for.
  package init(key: String) { self.key = Array(key.utf8) }

  /// Why frames are no message.
  package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    case noDelimiter
    case tooShort
    case unsigned
    case wrongSignature
    /// A part, and what is wrong with it.
    case damaged(String, String)
    case noType

    /// A few words for the log.
    package var description: String {
      switch self {
      case .noDelimiter: "a message without `<IDS|MSG>`"
      case .tooShort: "a message that lacks parts"
      case .unsigned: "a message without a signature"
      case .wrongSignature: "a message with a wrong signature"
      case .damaged(let part, let what): "a message whose \(part) is damaged: \(what)"
      case .noType: "a message without a type"
      }
    }
  }

  private static let delimiter = Array("<IDS|MSG>".utf8)
  private static let parts = ["header", "parent header", "metadata", "content"]

  /// The frames of a message.
  package func frames(of message: KernelMessage) -> [[UInt8]] {
    let parts = [message.header, message.parent, message.metadata, message.content].map {
      Array(JSONValue.object($0).serialized().utf8)
    }
    return message.identities + [Self.delimiter, signature(of: parts)] + parts + message.buffers
  }

  /// The message of some frames.
  package func message(of frames: [[UInt8]]) throws(Fault) -> KernelMessage {
    guard let delimiter = frames.firstIndex(of: Self.delimiter) else { throw .noDelimiter }
    let rest = frames[(delimiter + 1)...]
    guard rest.count >= 5 else { throw .tooShort }
    let parts = rest.dropFirst().prefix(4)
    // Nothing is read before it is known who wrote it.
    if !key.isEmpty {
      let given = rest[rest.startIndex]
      guard !given.isEmpty else { throw .unsigned }
      guard Self.areEqual(given, signature(of: Array(parts))) else { throw .wrongSignature }
    }
    var objects: [JSONObject] = []
    for (name, bytes) in zip(Self.parts, parts) {
      do {
        guard let object = try JSONValue.parse(mending: bytes, file: name).object else {
          throw Fault.damaged(name, "it is no object")
        }
        objects.append(object)
      } catch let fault as Fault {
        throw fault
      } catch {
        throw .damaged(name, "\(error)")
      }
    }
    let message = KernelMessage(
      identities: Array(frames[..<delimiter]), header: objects[0], parent: objects[1], metadata: objects[2],
      content: objects[3], buffers: Array(rest.dropFirst(5)))
    guard !message.type.isEmpty else { throw .noType }
    return message
  }

  /// The signature of the four parts: their HMAC-SHA256 in hexadecimal; empty without a key.
  private func signature(of parts: [[UInt8]]) -> [UInt8] {
    guard !key.isEmpty else { return [] }
    let digits = Array("0123456789abcdef".utf8)
    return HMAC.sha256(parts, key: key).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// In a time that does not tell where they differ.
  private static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
