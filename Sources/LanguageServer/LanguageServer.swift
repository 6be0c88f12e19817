import Diagnostics
import Documents
public import Pipeline

/// A language server for scripts (LSP 3.17): it checks what is open in an editor, and says what may stand at a place and what stands
/// there. It runs nothing and writes no file. Used from one thread.
///
/// What the client has sent is taken up before anything is checked, so that a document is checked as it stands now, and once.
public final class LanguageServer {
  private enum State { case new, ready, shutDown }

  let registry: Registry
  /// What stands before every document: the language's library, settings and parameters of the command line.
  let scope: Scope
  private let version: String
  private let channel: any Channel
  private let enter: (String) -> Void
  private let complain: (String) -> Void

  private(set) var client = Client()
  private(set) var documents: [String: Document] = [:]
  private var analyses: [String: Analysis] = [:]
  /// Documents to be checked, the longest waiting first.
  private var unchecked: [String] = []
  private var state = State.new
  private var inbox: Inbox
  private var isOver = false

  /// - Parameters:
  ///   - checker: whose scope stands before every document.
  ///   - version: of the program.
  ///   - channel: where messages come from and go to.
  ///   - enter: makes a folder the one that relative paths begin in.
  ///   - complain: tells a person why the server ends.
  public init(
    _ checker: Checker, version: String, channel: any Channel, enter: @escaping (String) -> Void,
    complain: @escaping (String) -> Void
  ) {
    registry = checker.registry
    scope = checker.scope
    self.version = version
    self.channel = channel
    self.enter = enter
    self.complain = complain
    inbox = Inbox(channel: channel)
  }

  /// Serves until the client says `exit`, its stream ends, or what comes is no message.
  /// - Returns: whether the client had asked for the end, by `shutdown`.
  public func run() -> Bool {
    while !isOver {
      do throws(FrameReader.Fault) {
        if let message = try inbox.next(waiting: unchecked.isEmpty) {
          handle(message)
        } else if inbox.isAtEnd {
          break
        } else if let uri = unchecked.first {
          unchecked.removeFirst()
          publish(uri)
        }
      } catch {
        complain("\(error.message): the language server ends")
        return false
      }
    }
    return state == .shutDown
  }

  // MARK: Messages

  private func handle(_ message: Message) {
    switch message {
    case .request(let id, let method, let params):
      do throws(RPCError) {
        if inbox.isCancelled(id) { throw RPCError(.requestCancelled, "cancelled") }
        reply(id, ["result": try answer(method, params)])
      } catch {
        reply(id, ["error": error.json])
      }
    case .notification(let method, let params): hear(method, params)
    case .response: break
    case .invalid(let id, let error): reply(id, ["error": error.json])
    }
  }

  private func reply(_ id: JSONValue, _ outcome: JSONObject) {
    var answer: JSONObject = ["jsonrpc": "2.0", "id": id]
    for (key, value) in outcome { answer[key] = value }
    send(answer)
  }

  private func send(_ message: JSONObject) {
    let text = JSONValue.object(message).serialized()
    if !channel.write("Content-Length: \(text.utf8.count)\r\n\r\n" + text) { isOver = true }
  }

  func notify(_ method: String, _ params: JSONValue) {
    send(["jsonrpc": "2.0", "method": .string(method), "params": params])
  }

  private func answer(_ method: String, _ params: JSONValue) throws(RPCError) -> JSONValue {
    switch state {
    case .new:
      guard method == "initialize" else { throw RPCError(.serverNotInitialized, "`initialize` comes first") }
      return initialize(params)
    case .shutDown: throw RPCError(.invalidRequest, "the server was shut down")
    case .ready: break
    }
    switch method {
    case "initialize": throw RPCError(.invalidRequest, "`initialize` came before")
    case "shutdown":
      state = .shutDown
      unchecked = []
      return .null
    case "textDocument/completion": return try completion(params)
    case "textDocument/hover": return try hover(params)
    case "textDocument/formatting": return try formatting(params)
    case "textDocument/documentSymbol": return try symbols(params)
    case "textDocument/definition": return try definition(params)
    case "textDocument/codeAction": return try codeActions(params)
    default: throw RPCError(.methodNotFound, "there is no method `\(DisplayText.fitted(method, to: 80))`")
    }
  }

  private func initialize(_ params: JSONValue) -> JSONValue {
    state = .ready
    client = Client(params)
    if let root = client.root { enter(root) }
    return [
      "capabilities": [
        "positionEncoding": .string(client.encoding.rawValue),
        "textDocumentSync": ["openClose": true, "change": 2, "save": ["includeText": false]],
        "completionProvider": ["triggerCharacters": [" ", "|", "\"", "$", "/"]],
        "hoverProvider": true, "documentFormattingProvider": true, "documentSymbolProvider": true,
        "definitionProvider": true, "codeActionProvider": ["codeActionKinds": ["quickfix"]],
      ],
      "serverInfo": ["name": "cact", "version": .string(version)],
    ]
  }

  private func hear(_ method: String, _ params: JSONValue) {
    if method == "exit" {
      isOver = true
      return
    }
    guard state == .ready else { return }
    let uri = params["textDocument"]?["uri"]?.string ?? ""
    switch method {
    case "textDocument/didOpen":
      guard let text = params["textDocument"]?["text"]?.string, !uri.isEmpty else { return }
      let version = params["textDocument"]?["version"]?.int
      documents[uri] = Document(uri: uri, version: version, text: text, encoding: client.encoding)
      changed(uri)
    case "textDocument/didChange":
      let version = params["textDocument"]?["version"]?.int
      _ = documents[uri]?.apply(params["contentChanges"]?.array ?? [], version: version)
      changed(uri)
    case "textDocument/didSave":
      // What others `use` of it is read from its file.
      for uri in documents.keys.sorted() { changed(uri) }
    case "textDocument/didClose":
      guard documents.removeValue(forKey: uri) != nil else { return }
      analyses[uri] = nil
      unchecked.removeAll { $0 == uri }
      notify("textDocument/publishDiagnostics", ["uri": .string(uri), "diagnostics": []])
    default: break
    }
  }

  private func changed(_ uri: String) {
    guard documents[uri] != nil else { return }
    analyses[uri] = nil
    if !unchecked.contains(uri) { unchecked.append(uri) }
  }

  // MARK: Documents

  /// The document that a request is about, and the folder of its paths entered.
  func document(_ params: JSONValue) throws(RPCError) -> Document {
    guard let uri = params["textDocument"]?["uri"]?.string else {
      throw RPCError(.invalidParams, "no document is named")
    }
    guard let document = documents[uri] else { throw RPCError(.invalidParams, "the document is not open") }
    enterFolder(of: document)
    return document
  }

  private func enterFolder(of document: Document) {
    if client.root == nil, let path = FileURI.path(document.uri) { enter(path.pathFolder) }
  }

  /// The place that a request is about.
  func place(_ params: JSONValue) throws(RPCError) -> (document: Document, offset: Int) {
    let document = try document(params)
    guard let offset = document.offset(params["position"]) else {
      throw RPCError(.invalidParams, "no position is given")
    }
    return (document, offset)
  }

  /// A checker in which no document has been read.
  func checker() -> Checker {
    let checker = Checker(registry: registry)
    checker.scope = scope
    return checker
  }

  /// What checking says of a document, as it stands now.
  func analysis(of document: Document) -> Analysis {
    if let known = analyses[document.uri] { return known }
    let analysis = Analysis(document.source, checker())
    analyses[document.uri] = analysis
    return analysis
  }

  private func publish(_ uri: String) {
    guard let document = documents[uri] else { return }
    enterFolder(of: document)
    let found = analysis(of: document).findings.map { report($0, in: document) }
    var params: JSONObject = ["uri": .string(uri), "diagnostics": .array(found)]
    if let version = document.version { params["version"] = .integer(version) }
    notify("textDocument/publishDiagnostics", .object(params))
  }
}
