import Documents

/// What the client can do, as far as answers depend on it.
struct Client {
  var encoding = PositionEncoding.utf16
  var showsRelated = false
  var readsMarkdown = false
  var readsSymbolTrees = false
  var readsCodeActions = false
  /// The folder that it has open, whose paths scripts mean; nil: none.
  var root: String?

  init() {}

  /// Reads the parameters of `initialize`.
  init(_ params: JSONValue) {
    let capabilities = params["capabilities"]
    let text = capabilities?["textDocument"]
    let offered = capabilities?["general"]?["positionEncodings"]?.array ?? []
    encoding = offered.lazy.compactMap { $0.string.flatMap(PositionEncoding.init) }.first ?? .utf16
    showsRelated = text?["publishDiagnostics"]?["relatedInformation"]?.bool ?? false
    readsMarkdown = text?["hover"]?["contentFormat"]?.array?.contains { $0.string == "markdown" } ?? false
    readsSymbolTrees = text?["documentSymbol"]?["hierarchicalDocumentSymbolSupport"]?.bool ?? false
    readsCodeActions = text?["codeAction"]?["codeActionLiteralSupport"]?.object != nil
    let uri = params["workspaceFolders"]?[0]?["uri"]?.string ?? params["rootUri"]?.string
    root = uri.flatMap(FileURI.path) ?? params["rootPath"]?.string
  }
}
