// swift-tools-version: 6.2
import PackageDescription

/// The modules whose tests `scripts/checked` builds, with what they stand on and nothing else; nil: all.
let checkedModules = Context.environment["CACT_CHECKED"].map { $0.split(separator: " ").map(String.init) }

/// Of the checked modules those that optimising takes longer than it saves in their tests. No check is lost: of raw pointers alone
/// `load`, which only a build that is optimized checks, and which these do not use.
let plainWhereChecked: Set = [
  "Diagnostics", "Digests", "FileProbe", "LanguageModel", "LanguageModelReference", "Quantities", "TestSupport", "Work",
]

/// Of the tests of models, the files that `scripts/checked` compiles: those that read files, with what they share.
let checkedModelTests = ["Configuration", "Directory", "Fixture", "HubCache", "MappedWeights", "Safetensors", "Save"]

// The numeric kernels are compiled without checks, but where checks are what is asked for. A square root that may set errno
// is a branch, and no loop with it vectorises.
var kernelFlags = (checkedModules == nil ? ["-Ounchecked"] : []) + ["-Xcc", "-fno-math-errno"]
#if arch(x86_64)
  // AVX2 (x86-64-v3); the program checks the processor before it calls them.
  kernelFlags += ["-Xcc", "-march=x86-64-v3"]
#endif

/// One module of the house: its sources under Sources/NAME, its tests, if it has any, under Tests/NAMETests.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
  swiftSettings: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings)
}

/// The tests of a module. Optimising them takes longer than it saves, but where they compute (`computes`): a naive loop, a
/// derivation from the grammar.
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], computes: Bool = false) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: [], resources: [],
    swiftSettings: computes ? [] : [.unsafeFlags(["-Onone"])])
}

let package = Package(
  name: "cact",
  products: [.executable(name: "cact", targets: ["cact"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // C libraries, one two-file target each.
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "COneDNN"),
    .systemLibrary(name: "CZeroMQ"),
    .systemLibrary(name: "CMPI"),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CJSON", pkgConfig: "json-c", providers: [.apt(["libjson-c-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    // What Linux has and the C library's headers hide from Swift.
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CLibEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),

    // The engine, from the bottom up.
    // Products in C: instructions that Swift cannot name. No sum becomes another by contraction, and none is slow in a debug build.
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O2", "-ffp-contract=off"])]),
    module("Kernels", ["CKernels"], swiftSettings: [.unsafeFlags(kernelFlags)]),
    module("Quantities"),
    module("Numerics", ["Quantities", "Kernels"]),
    // Products of matrices: no other module knows who multiplies.
    module("MatMul", ["Kernels", "Numerics", "COpenBLAS", "COneDNN"]),
    module("Documents", ["CJSON"]),
    module("Digests", ["Documents", "Work", "CCrypto", "CLinux"]),
    module("Work", ["Documents"]),
    // Several processes at one job: what goes between them, whatever it is about.
    module("Ranks", ["Numerics", "Work", "CMPI"]),
    module("Jinja", ["Documents"]),
    module("Store", ["Work", "Documents", "Digests", "CLinux", .product(name: "GRDB", package: "GRDB.swift")]),
    module("Tokenization", ["Documents", "Digests", "Numerics", "Work"]),
    module("LanguageModel", ["Documents", "Digests", "Kernels", "MatMul", "Numerics", "Work"]),
    module("Codecs", ["CZlib", "CZstd"]),
    module("Parquet", ["Codecs", "Documents", "Numerics"]),
    module("Rows", ["Codecs", "Parquet", "Documents", "Digests", "Work", "Numerics", "Quantities"]),
    module("Packing", ["Rows", "LanguageModel", "Jinja", "Tokenization", "Documents", "Numerics", "Work"]),
    // The only module that starts foreign code.
    module("Sandbox", ["Work", "CLinux"]),
    module(
      "Curation",
      [
        "Rows", "LanguageModel", "Sandbox", "Tokenization", "Codecs", "Digests", "Documents", "Kernels", "MatMul",
        "Numerics", "Quantities", "Work",
      ]),
    module("Tuning", ["Packing", "LanguageModel", "Ranks", "Documents", "Digests", "Kernels", "Numerics", "Work"]),
    module("Evaluation", ["LanguageModel", "Numerics", "Quantities", "Work"]),

    // The language, and the two ways to use it.
    module("Diagnostics"),
    module("Plots", ["Diagnostics", "Quantities"]),
    module("Syntax", ["Diagnostics"]),
    module(
      "Pipeline", ["Syntax", "Diagnostics", "Digests", "Store", "Work", "Documents", "Quantities"],
      resources: ["cdas", "control", "recipes"].map { .embedInCode("Library/\($0).cact") }),
    module(
      "Stages",
      [
        "Pipeline", "Syntax", "Diagnostics", "Rows", "Packing", "Curation", "Tuning", "Evaluation", "LanguageModel",
        "Ranks", "Sandbox", "Tokenization", "Store", "Digests", "Documents", "MatMul", "Numerics", "Plots",
        "Quantities", "Work",
      ]),
    // What the prompt, editors and notebooks say of a place in a text.
    module("Assistance", ["Stages", "Pipeline", "Syntax", "Diagnostics", "LanguageModel"]),
    module("LanguageServer", ["Assistance", "Pipeline", "Syntax", "Diagnostics", "Documents"]),
    module("Monitoring", ["Pipeline", "Sandbox", "Store", "Digests", "Documents", "Work"]),
    module(
      "Notebook", ["Stages", "Pipeline", "Plots", "Syntax", "Diagnostics", "Digests", "Documents", "Store", "Work"]),
    // The protocol of Jupyter's kernels, whatever the language.
    module("Jupyter", ["Diagnostics", "Digests", "Documents", "CZeroMQ"]),
    module(
      "Terminal",
      [
        "Assistance", "Jupyter", "LanguageServer", "Notebook", "Monitoring", "Stages", "Pipeline", "Syntax",
        "Diagnostics", "Digests", "Documents",
        "Store", "Work",
        "Kernels", "MatMul", "Numerics", "Packing", "Plots", "Ranks", "Rows", "LanguageModel", "Tokenization",
        "CLibEdit",
      ]),
    .executableTarget(
      name: "cact",
      dependencies: ["Terminal", "Diagnostics", .product(name: "ArgumentParser", package: "swift-argument-parser")]),

    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Curation", "Diagnostics", "Digests", "Documents", "Kernels", "LanguageModel", "MatMul", "Numerics", "Packing",
        "Pipeline", "Quantities", "Rows", "Stages", "Store", "Syntax", "Tokenization", "Tuning", "Work",
      ],
      path: "Benchmarks", exclude: ["comparison", "compare.py", "make", "peers", "ranks.py"]),

    // Tests.
    tests("Documents", ["Numerics", "FileProbe", "TestSupport"]),
    .executableTarget(name: "FileProbe", dependencies: ["Documents"], path: "Tests/FileProbe"),
    tests("Work", ["Documents", "TestSupport"]),
    tests("Jinja", ["Documents", "Numerics", "TestSupport"]),
    tests(
      "Store",
      [
        "Digests", "Documents", "Numerics", "Work", "StoreProbe", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .executableTarget(name: "StoreProbe", dependencies: ["Store", "Digests", "Work"], path: "Tests/StoreProbe"),
    tests("Kernels", ["Numerics"]),
    tests("Numerics", ["Documents", "Quantities", "TestSupport"], computes: true),
    tests("MatMul", ["Kernels", "Numerics", "TestSupport"], computes: true),
    tests(
      "LanguageModel",
      ["Documents", "Kernels", "LanguageModelReference", "MatMul", "Numerics", "Tokenization", "TestSupport"]),
    .target(name: "LanguageModelReference", dependencies: ["LanguageModel"], path: "Tests/LanguageModelReference"),
    tests("Diagnostics"),
    tests("Plots", ["Diagnostics", "Quantities"]),
    tests("Syntax", ["Diagnostics", "TestSupport"], computes: true),
    tests(
      "Tuning", ["Documents", "Kernels", "LanguageModel", "Numerics", "Ranks", "Work", "TestSupport"]),
    tests("Ranks", ["Work", "TestSupport"]),
    .executableTarget(
      name: "InputProbe", dependencies: ["Stages", "Pipeline", "Syntax", "Diagnostics", "Store", "TestSupport"],
      path: "Tests/InputProbe"),
    tests(
      "Terminal",
      [
        "InputProbe", "Diagnostics", "Documents", "Jupyter", "Numerics", "Pipeline", "Rows", "Stages", "Store",
        "Syntax", "Work", "TestSupport",
        "cact",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Digests", "Documents", "Tokenization", "TestSupport", "cact", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: [.unsafeFlags(["-Onone"])]),
    tests("LanguageServer", ["Diagnostics", "Documents", "Pipeline", "Stages", "Syntax", "TestSupport"]),
    tests("Monitoring", ["Digests", "Documents", "Pipeline", "TestSupport", "Work"]),
    tests("Notebook", ["Diagnostics", "Digests", "Documents", "Pipeline", "Stages", "Store", "Work", "TestSupport"]),
    tests("Jupyter", ["Diagnostics", "Documents", "TestSupport", "cact"]),
    tests("Codecs"),
    tests("Parquet", ["TestSupport"]),
    tests("Rows", ["Codecs", "Digests", "Documents", "Numerics", "Work", "TestSupport"]),
    tests("Tokenization", ["Documents", "Numerics", "Work", "TestSupport"], computes: true),
    tests(
      "Pipeline",
      [
        "Numerics", "Quantities", "Syntax", "Diagnostics", "Digests", "Store", "Work", "Documents", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests(
      "Curation",
      [
        "Digests", "Documents", "LanguageModel", "Numerics", "Packing", "Quantities", "Rows", "Sandbox", "Store",
        "Tokenization",
        "Work", "TestSupport",
      ]),
    tests("Sandbox", ["Work", "TestSupport"]),
    tests("Evaluation", ["Documents", "Numerics", "Quantities", "TestSupport"]),
    tests(
      "Stages",
      [
        "Diagnostics", "Digests", "Documents", "Evaluation", "LanguageModel", "MatMul", "Numerics", "Packing",
        "Pipeline", "Plots", "Quantities", "Ranks", "Rows", "Sandbox", "Store", "Syntax", "Tokenization", "Tuning",
        "Work", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests("Packing", ["Documents", "Numerics", "Rows", "LanguageModel", "Tokenization", "TestSupport"]),
    .target(name: "TestSupport", dependencies: ["Numerics", "Ranks"], path: "Tests/TestSupport"),
  ],
  swiftLanguageModes: [.v6]
)

// What a file uses it imports itself, and what a module imports is its own affair unless its declarations show it.
// `make lint` compares the imports with the dependencies above.
//
// A release build makes each module's interface together with its code, and not before it in a run of the compiler of its own,
// which reads and checks everything once more: what depends on the module would wait for its code all the same.
for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("InternalImportsByDefault"),
      .unsafeFlags(["-no-emit-module-separately-wmo"], .when(configuration: .release)),
    ]
}

// No test needs the benchmarks; `make test` leaves them out, and `make benchmarks` builds them.
if Context.environment["CACT_WITHOUT_BENCHMARKS"] != nil { package.targets.removeAll { $0.name == "Benchmarks" } }

if let checkedModules {
  let byName = Dictionary(uniqueKeysWithValues: package.targets.map { ($0.name, $0) })
  var kept: Set<String> = []
  var products: Set<String> = []
  func keep(_ name: String) {
    guard let target = byName[name], kept.insert(name).inserted else { return }
    for dependency in target.dependencies {
      switch dependency {
      case .byNameItem(let name, _), .targetItem(let name, _): keep(name)
      case .productItem(_, let package, _, _): products.insert(package ?? "")
      @unknown default: break
      }
    }
  }
  byName["LanguageModelTests"]?.sources = checkedModelTests.map { "\($0)Tests.swift" }
  for module in checkedModules { keep("\(module)Tests") }
  package.targets.removeAll { !kept.contains($0.name) }
  for target in package.targets where plainWhereChecked.contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-Onone"])]
  }
  package.products = []
  package.dependencies.removeAll { dependency in
    guard case .sourceControl(_, let location, _) = dependency.kind else { return false }
    return !products.contains { location.hasSuffix("/\($0)") }
  }
}
