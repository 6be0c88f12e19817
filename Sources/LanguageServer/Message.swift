import Documents

/// What a client sends (JSON-RPC 2.0).
enum Message: Sendable {
  /// Is to be answered under its id, a number or a text.
  case request(id: JSONValue, method: String, params: JSONValue)
  case notification(method: String, params: JSONValue)
  /// An answer to a request of the server's, which has none that it waits for.
  case response
  /// No message; the id, where one can be read, is that of the answer.
  case invalid(id: JSONValue, RPCError)

  /// Reads a message. Bytes that are no UTF-8 and halves of surrogate pairs, which editors send of damaged documents, become U+FFFD.
  init(_ content: [UInt8]) {
    let value: JSONValue
    do {
      value = try JSONValue.parse(content, file: "message")
    } catch {
      guard let mended = try? JSONValue.parse(Self.mended(content), file: "message") else {
        self = .invalid(id: .null, RPCError(.parseError, "\(error)"))
        return
      }
      value = mended
    }
    let id = value["id"]
    let known: JSONValue? = if let id, id.string != nil || id.int != nil { id } else { nil }
    guard value["jsonrpc"]?.string == "2.0" else {
      self = .invalid(id: known ?? .null, RPCError(.invalidRequest, "no message of JSON-RPC 2.0"))
      return
    }
    let params = value["params"] ?? .null
    switch (value["method"], id) {
    case (.string(let method), nil): self = .notification(method: method, params: params)
    case (.string(let method), _):
      self =
        known.map { .request(id: $0, method: method, params: params) }
        ?? .invalid(id: .null, RPCError(.invalidRequest, "an id is a number or a text"))
    case (nil, _) where value["result"] != nil || value["error"] != nil: self = .response
    default: self = .invalid(id: known ?? .null, RPCError(.invalidRequest, "a message without a method"))
    }
  }

  private static func mended(_ content: [UInt8]) -> [UInt8] {
    let bytes = Array(String(decoding: content, as: UTF8.self).utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    /// The code unit of the escape at a place.
    func unit(_ place: Int) -> Int? {
      guard place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") else {
        return nil
      }
      return Int(String(decoding: bytes[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16)
    }
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      var length = min(2, bytes.count - index)
      if let first = unit(index) {
        length = 6
        if (0xD800..<0xDC00).contains(first), let second = unit(index + 6), (0xDC00..<0xE000).contains(second) {
          length = 12
        } else if (0xD800..<0xE000).contains(first) {
          result += Array("\\ufffd".utf8)
          index += 6
          continue
        }
      }
      result += bytes[index..<(index + length)]
      index += length
    }
    return result
  }
}

/// Why a request was not done.
struct RPCError: Error, Equatable {
  /// Of JSON-RPC 2.0 and LSP 3.17.
  enum Code: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case internalError = -32603
    case serverNotInitialized = -32002
    case requestCancelled = -32800
  }

  var code: Code
  var message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  var json: JSONValue { ["code": .integer(code.rawValue), "message": .string(message)] }
}
