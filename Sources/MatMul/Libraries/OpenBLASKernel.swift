import COpenBLAS
package import Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which of its kernels OpenBLAS works with, and whether this processor has a better one.
///
/// The library looks its processor up in a table of models as it is loaded. One that is newer than the library is taken for
/// the oldest of all: 0.3.21 multiplies with SSE3 on an Intel Xeon of 2023, at a seventh of what its own AVX-512 kernels
/// reach there. A name in OPENBLAS_CORETYPE overrules the table, but is read at that moment only; so the program sets it and
/// begins again.
public enum OpenBLASKernel {
  /// What the library had chosen before the program began again; nil where that was not needed.
  public static let replaced: String? = variable(replacedName)

  /// True where the library's kernel falls short of the processor all the same.
  public static var isPoor: Bool {
    guard let used = instructions(of: OpenBLAS.kernelName) else { return false }
    return used < best(of: .ofProcessor)
  }

  /// Asks for a kernel that fits the processor, unless the library's own choice does or the user has named one. The program
  /// must then begin again.
  /// - Returns: whether one was asked for; not a second time.
  public static func askForBetter() -> Bool {
    guard replaced == nil else { return false }
    // A variable that is there but empty is nobody's choice, yet the library takes it for one.
    if !(variable(settingName) ?? "").isEmpty, variable(testName) == nil { return false }
    guard let better = better(than: OpenBLAS.kernelName, on: .ofProcessor, configuration: configuration) else {
      return false
    }
    setenv(replacedName, OpenBLAS.kernelName, 1)
    setenv(settingName, better, 1)
    return true
  }

  /// The name of a kernel to ask for; nil where the chosen one is as good, or the library has no other.
  package static func better(than name: String, on processor: Instructions, configuration: String) -> String? {
    guard configuration.contains("DYNAMIC_ARCH"), let chosen = instructions(of: name), chosen < best(of: processor)
    else {
      return nil
    }
    switch processor {
    case .avx512, .amx: return "SkylakeX"
    case .avx2: return "Haswell"
    // Our own kernels do not run there.
    case .baseline: return nil
    }
  }

  /// The best instructions that any kernel of the library is written for, of a processor with these.
  private static func best(of processor: Instructions) -> Instructions { min(processor, .avx512) }

  /// Of the kernels by the names that the library gives them; nil for one that is not known here, which is left alone.
  static func instructions(of name: String) -> Instructions? {
    switch name {
    case "Unknown", "Katmai", "Coppermine", "Northwood", "Prescott", "Banias", "Atom", "Core2", "Penryn", "Dunnington",
      "Nehalem", "Athlon", "Opteron", "Opteron_SSE3", "Barcelona", "Nano", "Bobcat", "Sandybridge", "Bulldozer",
      "Piledriver", "Steamroller", "Excavator":
      .baseline
    case "Haswell", "Zen": .avx2
    case "SkylakeX", "Cooperlake", "SapphireRapids": .avx512
    default: nil
    }
  }

  private static var configuration: String { String(cString: openblas_get_config()) }

  private static let settingName = "OPENBLAS_CORETYPE"
  /// Tells the program that began again so, and what was replaced.
  private static let replacedName = "CACT_REPLACED_CORETYPE"
  /// Set by tests: the name in OPENBLAS_CORETYPE counts as the library's own choice. There is no other way to bring a poor
  /// one about on a processor that the library knows.
  private static let testName = "CACT_TEST_CORETYPE_IS_OWN"

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
