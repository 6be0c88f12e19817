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
      value = try JSONValue.parse(mending: content, file: "message")
    } catch {
      self = .invalid(id: .null, RPCError(.parseError, "\(error)"))
      return
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
