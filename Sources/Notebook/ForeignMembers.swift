import Documents
import Pipeline

/// What a session's file holds that means nothing to this program: written by another version, or by hand. It is named when
/// the session is opened, and kept when it is written.
struct ForeignMembers {
  /// Beside `cells` and its like.
  private(set) var members = JSONObject()
  /// Of no setting of that name.
  private(set) var settings = JSONObject()
  /// Of no name that a cell binds, or with more than a binding has.
  private(set) var bindings = JSONObject()
  /// Where each stands: `bindings.x`, `cells[2].color`.
  private(set) var places: [String] = []

  private static let bindingMembers: Set<String> = ["type", "digest", "cell", "columns"]

  init() {}

  /// - Parameter scope: what the document's cells have bound and set.
  init(of document: SessionDocument, in scope: Scope) {
    members = document.unknown
    settings = document.settings.without(Set(scope.settings.definitions.map(\.name)))
    let named = Set(document.cells.compactMap(\.name))
    for name in document.bindings.keys {
      guard let value = document.bindings[name] else { continue }
      if let entry = value.object, named.contains(name) {
        let more = entry.without(Self.bindingMembers)
        places += more.keys.map { "bindings.\(name).\($0)" }
        if !more.isEmpty { bindings[name] = .object(more) }
      } else {
        places.append("bindings.\(name)")
        bindings[name] = value
      }
    }
    places += settings.keys.map { "settings.\($0)" }
    places += members.keys
    for (index, cell) in document.cells.enumerated() { places += cell.unknown.keys.map { "cells[\(index)].\($0)" } }
  }

  /// The session's own bindings with the foreign ones beside them.
  func completing(bindings own: JSONObject) -> JSONObject {
    var all = own
    for name in bindings.keys {
      if var entry = all[name]?.object {
        // The name is bound by a cell now, which then says what it is.
        let more = bindings[name]?.object?.without(Self.bindingMembers) ?? JSONObject()
        for key in more.keys { entry[key] = more[key] }
        all[name] = .object(entry)
      } else {
        all[name] = bindings[name]
      }
    }
    return all
  }

  func completing(settings own: JSONObject) -> JSONObject {
    var all = own
    for name in settings.keys { all[name] = settings[name] }
    return all
  }
}
