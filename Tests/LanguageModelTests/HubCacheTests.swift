import Foundation
import LanguageModel
import TestSupport
import Testing

/// The hub's cache layout in a folder of its own, and the variables that place it, given and not set.
@Suite struct HubCacheTests {
  private func message(_ body: () throws -> String) -> String {
    do { return "found \(try body())" } catch { return "\(error)" }
  }

  private func make(_ path: String, _ text: String = "{}") throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  @Test func variablesPlaceTheCache() {
    func path(_ environment: [String: String]) -> String { HubCache(environment: environment).path }
    #expect(path(["HOME": "/h"]) == "/h/.cache/huggingface/hub")
    #expect(path(["HOME": "/h", "XDG_CACHE_HOME": "/x"]) == "/x/huggingface/hub")
    #expect(path(["HOME": "/h", "XDG_CACHE_HOME": "/x", "HF_HOME": "/f"]) == "/f/hub")
    #expect(path(["HOME": "/h", "HF_HOME": "~/f"]) == "/h/f/hub")
    #expect(path(["HOME": "/h", "HF_HOME": "/f", "HF_HUB_CACHE": "/c"]) == "/c")
    #expect(path(["HOME": "/h", "HF_HUB_CACHE": ""]) == "/h/.cache/huggingface/hub")
  }

  @Test func namesBecomeSnapshots() throws {
    let scratch = try TemporaryDirectory()
    let environment = ["HF_HUB_CACHE": scratch.path]
    func resolve(_ name: String) -> String {
      message { try LanguageModel.resolve(name, environment: environment) }
    }
    // By refs/main, among several; the file may end with a newline.
    let folder = scratch("models--org--name")
    try make(folder + "/snapshots/abc/config.json")
    try make(folder + "/snapshots/def/config.json")
    try make(folder + "/refs/main", "def\n")
    #expect(resolve("org/name") == "found \(folder)/snapshots/def")
    try make(folder + "/refs/main", "123")
    #expect(resolve("org/name").contains("refs/main names the snapshot 123, which is missing"))
    // Without: the only one, else all are named.
    try FileManager.default.removeItem(atPath: folder + "/refs/main")
    let ambiguous = resolve("org/name")
    #expect(ambiguous.contains("\(folder)/snapshots/abc, \(folder)/snapshots/def"), "\(ambiguous)")
    try FileManager.default.removeItem(atPath: folder + "/snapshots/abc")
    #expect(resolve("org/name") == "found \(folder)/snapshots/def")
    try FileManager.default.removeItem(atPath: folder + "/snapshots/def")
    #expect(resolve("org/name").contains("contains no snapshot"))
    try make(scratch("models--gpt2/snapshots/1/config.json"))
    #expect(resolve("gpt2") == "found \(scratch.path)/models--gpt2/snapshots/1")
    let absent = resolve("org/absent")
    #expect(
      absent.contains("org/absent: there is no such directory") && absent.contains(scratch.path)
        && absent.contains("hf download org/absent"), "\(absent)")
    #expect(resolve("../models/x/y").contains("there is no such directory"))
    #expect(!resolve("../models/x/y").contains("hf download"))
  }

  /// A directory of that name wins over the cache. The test's own path stands for the working directory's.
  @Test func directoriesWin() throws {
    let scratch = try TemporaryDirectory()
    try make(scratch("here/config.json"))
    #expect(try LanguageModel.resolve(scratch("here"), environment: [:]) == scratch("here"))
    #expect(message { try LanguageModel.resolve(scratch("here/config.json"), environment: [:]) }.contains("is a file"))
    // Tests run in the package's folder, which has Sources/LanguageModel: of the form of a hub's name.
    let relative = "Sources/LanguageModel"
    guard FileManager.default.fileExists(atPath: relative) else { return }
    try make(scratch("models--Sources--LanguageModel/snapshots/1/config.json"))
    #expect(try LanguageModel.resolve(relative, environment: ["HF_HUB_CACHE": scratch.path]) == relative)
  }

  @Test func otherFormsSayHowToConvert() throws {
    let scratch = try TemporaryDirectory()
    let config = try String(contentsOfFile: FixtureTests.root + "/llama-gqa/config.json", encoding: .utf8)
    func load(_ name: String) -> String {
      message {
        _ = try LanguageModel(directory: scratch(name))
        return ""
      }
    }
    try make(scratch("pickled/config.json"), config)
    try make(scratch("pickled/pytorch_model.bin"))
    #expect(
      load("pickled").contains("pytorch_model.bin") && load("pickled").contains("safe_serialization=True")
        && load("pickled").contains("from_pretrained(\"\(scratch("pickled"))\")"))
    try make(scratch("shards/config.json"), config)
    try make(scratch("shards/pytorch_model-00001-of-00002.bin"))
    #expect(load("shards").contains("safe_serialization=True"))
    try make(scratch("adapter/adapter_config.json"))
    #expect(load("adapter").contains("peft_type is (none); supported: LORA"))
    try make(scratch("empty/config.json"), config)
    #expect(load("empty").contains("contains neither model.safetensors"))
    // Safetensors beside the others are what is read.
    try FileManager.default.copyItem(
      atPath: FixtureTests.root + "/llama-gqa/model.safetensors", toPath: scratch("pickled/model.safetensors"))
    #expect(load("pickled") == "found ")
  }
}
