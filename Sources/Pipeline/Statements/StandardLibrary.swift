import Diagnostics

/// What can be said in the language itself: `stdlib/*.cact`, embedded in the program and loaded before every session.
public enum StandardLibrary {
  /// In the order in which they are loaded.
  public static var files: [SourceText] {
    [
      SourceText(name: "stdlib/cdas.cact", bytes: PackageResources.cdas_cact),
      SourceText(name: "stdlib/control.cact", bytes: PackageResources.control_cact),
    ]
  }
}
