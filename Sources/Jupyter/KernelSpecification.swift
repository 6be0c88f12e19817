public import Diagnostics
import Documents
import Foundation

/// The folder by which Jupyter finds the kernel: `kernels/cact` with `kernel.json` and the logo (Jupyter client, "Kernel specs").
public struct KernelSpecification {
  /// The folder.
  public let folder: String
  private var file: String { folder + "/kernel.json" }
  private var logo: String { folder + "/logo-svg.svg" }

  /// - Parameter data: Jupyter's data folder, such as `~/.local/share/jupyter`.
  public init(data: String) { folder = data + "/kernels/cact" }

  /// Of the user: JUPYTER_DATA_DIR, else in the user's data folder. Nil where there is no home.
  public static func user(_ environment: [String: String]) -> KernelSpecification? {
    if let named = environment["JUPYTER_DATA_DIR"], !named.isEmpty { return KernelSpecification(data: named) }
    if let shared = environment["XDG_DATA_HOME"], shared.hasPrefix("/") {
      return KernelSpecification(data: shared + "/jupyter")
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return KernelSpecification(data: home + "/.local/share/jupyter")
  }

  /// Of an environment: that of a virtual environment, or `/usr/local`.
  public static func prefix(_ folder: String) -> KernelSpecification {
    KernelSpecification(data: folder + "/share/jupyter")
  }

  /// Writes it. In one that an earlier `install` wrote only the program is another one: what the user has changed stays.
  /// - Parameter program: the absolute path of the program that it starts; nil: it has none any more, and nothing is written.
  /// - Throws: `Diagnostic`.
  public func install(program: String?) throws(Diagnostic) {
    guard let program else {
      throw Diagnostic(
        JupyterCodes.unwritableKernel, "the program was replaced or removed while it runs", at: Span(0, 0),
        helps: [.init("run `cact kernel install` again")])
    }
    let fresh = Self.description(program)
    var description = try present() ?? fresh
    description["argv"] = fresh["argv"]
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      if !Self.isThere(logo) { try AtomicFile.write(Self.picture, to: logo) }
      try AtomicFile.write(JSONValue.object(description).serialized(pretty: true) + "\n", to: file)
    } catch {
      throw Self.failed("\(folder) cannot be written", error)
    }
  }

  /// Removes what `install` wrote: its two files, and the folder where nothing else is in it.
  /// - Returns: names that are left in the folder; nil: there was no kernel.
  /// - Throws: `Diagnostic`.
  public func uninstall() throws(Diagnostic) -> [String]? {
    guard let description = try present() else { return nil }
    guard let program = description["argv"]?[0]?.string, description == Self.description(program) else {
      throw Diagnostic(
        JupyterCodes.foreignKernel, "\(file) was changed since `cact kernel install` wrote it, and stays as it is",
        at: Span(0, 0), helps: [.init("remove it yourself if you no longer need what it says")])
    }
    do {
      try FileManager.default.removeItem(atPath: file)
      if let bytes = try? AtomicFile.read(logo), bytes == Array(Self.picture.utf8) {
        try FileManager.default.removeItem(atPath: logo)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      if left.isEmpty { try FileManager.default.removeItem(atPath: folder) }
      return left
    } catch {
      throw Self.failed("\(folder) cannot be removed", error)
    }
  }

  private static func description(_ program: String) -> JSONObject {
    [
      "argv": .array([.string(program), "kernel", "run", "{connection_file}"]), "display_name": "cact",
      "language": "cact", "interrupt_mode": "message", "metadata": .object([:]),
    ]
  }

  /// Whether something has that name, be it a link to nothing.
  private static func isThere(_ path: String) -> Bool {
    var facts = stat()
    return lstat(path, &facts) == 0
  }

  /// What `kernel.json` holds; nil: there is none. What another program wrote stays, and is refused.
  private func present() throws(Diagnostic) -> JSONObject? {
    guard Self.isThere(file) else { return nil }
    let description = (try? JSONValue.read(file))?.object ?? [:]
    let words = description["argv"]?.array?.compactMap(\.string) ?? []
    guard words.count == 4, words[1...] == ["kernel", "run", "{connection_file}"] else {
      throw Diagnostic(
        JupyterCodes.foreignKernel, "\(file) is not what `cact kernel install` writes, and stays as it is",
        at: Span(0, 0),
        helps: [.init("move it away, or name another place with `--prefix`")])
    }
    return description
  }

  private static func failed(_ what: String, _ error: any Error) -> Diagnostic {
    let reason = (error as? FileError)?.reason ?? error.localizedDescription
    return Diagnostic(JupyterCodes.unwritableKernel, "\(what): \(reason)", at: Span(0, 0))
  }

  /// Bars, the shortest of which are chosen.
  private static let picture = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
      <rect width="64" height="64" rx="12" fill="#1b2a41"/>
      <rect x="12" y="14" width="8" height="36" fill="#5c7089"/>
      <rect x="23" y="26" width="8" height="24" fill="#5c7089"/>
      <rect x="34" y="20" width="8" height="30" fill="#4fc3a1"/>
      <rect x="45" y="34" width="8" height="16" fill="#5c7089"/>
    </svg>

    """
}
