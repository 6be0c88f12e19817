import Documents
import Foundation
import Jupyter
import TestSupport
import Testing

@Suite("Messages of Jupyter as frames") struct WireFormatTests {
  /// A message as jupyter_client framed it.
  struct Case: Sendable {
    var wire: WireFormat
    var isSigned: Bool
    var frames: [[UInt8]]
    var json: JSONValue

    /// The place of `<IDS|MSG>`.
    var delimiter: Int { json["identities"]?.int ?? 0 }
  }

  private let cases: [Case]

  init() throws {
    let file = try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/jupyter/messages.json")
    cases = try #require(file["cases"]?.array).map { json in
      let key = try #require(json["key"]?.string)
      let frames = try #require(json["frames"]?.array).map { frame in
        Array(try #require(Data(base64Encoded: frame.string ?? "-")))
      }
      return Case(wire: WireFormat(key: key), isSigned: !key.isEmpty, frames: frames, json: json)
    }
  }

  @Test("what jupyter_client wrote and signed is read, whatever the key")
  func reading() throws {
    #expect(cases.count == 9)
    for item in cases {
      let message = try item.wire.message(of: item.frames)
      #expect(message.type == item.json["type"]?.string)
      #expect(JSONValue.object(message.content) == item.json["content"])
      #expect(JSONValue.object(message.metadata) == item.json["metadata"])
      #expect(message.identities == Array(item.frames[..<item.delimiter]))
      #expect(message.buffers == Array(item.frames.suffix(item.json["buffers"]?.int ?? 0)))
      #expect(message.parent["msg_type"] == "x_request")
    }
  }

  @Test("what is written is read again, the same and signed anew")
  func writing() throws {
    for item in cases {
      let message = try item.wire.message(of: item.frames)
      let frames = item.wire.frames(of: message)
      #expect(try item.wire.message(of: frames) == message)
      #expect(frames[item.delimiter + 1].count == (item.isSigned ? 64 : 0))
    }
  }

  @Test("half a surrogate pair and bytes that are no UTF-8, which clients send of damaged text, become U+FFFD")
  func mending() throws {
    let wire = WireFormat(key: "")
    var frames = wire.frames(of: KernelMessage(header: ["msg_type": "execute_request"]))
    for code in [Array(#"\ud800"#.utf8), Array(#"\udc00"#.utf8), [0xFF]] as [[UInt8]] {
      frames[5] = Array(#"{"code": "a"#.utf8) + code + Array(#"b"}"#.utf8)
      #expect(try wire.message(of: frames).content["code"] == "a\u{FFFD}b")
    }
  }

  @Test("a message that anything was changed in is refused; without a key, what is no message")
  func refusing() throws {
    for item in cases where item.isSigned {
      for place in (item.delimiter + 2)..<(item.delimiter + 6) {
        var frames = item.frames
        frames[place][0] ^= 1
        #expect(throws: WireFormat.Fault.wrongSignature) { try item.wire.message(of: frames) }
      }
      for (signature, fault) in [([], .unsigned), (Array("0".utf8), .wrongSignature)] as [([UInt8], WireFormat.Fault)] {
        var frames = item.frames
        frames[item.delimiter + 1] = signature
        #expect(throws: fault) { try item.wire.message(of: frames) }
      }
      #expect(throws: WireFormat.Fault.wrongSignature) { try WireFormat(key: "another").message(of: item.frames) }
      for count in 0..<(item.delimiter + 6) {
        let fault: WireFormat.Fault = count <= item.delimiter ? .noDelimiter : .tooShort
        #expect(throws: fault) { try item.wire.message(of: Array(item.frames.prefix(count))) }
      }
    }
    let wire = WireFormat(key: "")
    let plain = try #require(cases.last { !$0.isSigned })
    for text in ["", "{", "[]", "\u{0}", "{\"a\": NaN}", String(repeating: "[", count: 5_000)] {
      for place in (plain.delimiter + 2)..<(plain.delimiter + 6) {
        var frames = plain.frames
        frames[place] = Array(text.utf8)
        #expect(throws: WireFormat.Fault.self) { try wire.message(of: frames) }
      }
    }
    var frames = plain.frames
    frames[plain.delimiter + 2] = Array("{\"msg_type\": 7}".utf8)
    #expect(throws: WireFormat.Fault.noType) { try wire.message(of: frames) }
  }
}
