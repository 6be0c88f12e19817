import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Bad models") struct BadModels {
    private let cact: Cact

    init() throws {
      cact = try Cact()
      try cact.writeRows(3, to: "rows.jsonl")
    }

    private func copy(_ name: String, without missing: String...) throws -> String {
      try cact.embeddedModel(as: name, without: missing)
    }

    private func score(with model: String) throws -> Command {
      try cact.run(#"load "rows.jsonl" | score complexity | save "out.jsonl""#, ["--model", model])
    }

    @Test("a directory that is missing or a file, or lacks its tokenizer, its configuration or its weights")
    func directories() throws {
      expectRefusal(try score(with: "nowhere"), status: 2, "C0405", names: ["nowhere"])
      expectRefusal(try score(with: "rows.jsonl"), status: 2, "C0405", names: ["rows.jsonl"])
      expectRefusal(
        try score(with: copy("a", without: "tokenizer.json")), status: 2, "T0101", names: ["a", "tokenizer.json"])
      let broken = try copy("b", without: "tokenizer.json")
      try AtomicFile.write("{\"version\": ", to: broken + "/tokenizer.json")
      expectRefusal(try score(with: broken), status: 2, "T0102", names: ["b/tokenizer.json"])
      expectRefusal(try score(with: copy("c", without: "config.json")), status: 2, "C0406", names: ["c/config.json"])
      expectRefusal(
        try score(with: copy("d", without: "model.safetensors")), status: 2, "C0405",
        names: ["/d", "model.safetensors"])
      #expect(cact.folder.names == ["a", "b", "c", "d", "rows.jsonl"])
    }

    @Test(
      "weights of another kind are named, with the program that converts them; a name that the cache lacks, with its fetching"
    )
    func foreign() throws {
      let pickled = try copy("pickled", without: "model.safetensors")
      try cact.write("", to: "pickled/pytorch_model.bin")
      let refused = try score(with: pickled)
      expectRefusal(refused, status: 2, "C0405", names: ["pickled", "pytorch_model.bin"])
      #expect(refused.flat.contains("note: from transformers import AutoModelForCausalLM"), "\(refused.errors)")
      try cact.write("", to: "model.gguf")
      expectRefusal(try score(with: "model.gguf"), status: 2, "C0405", names: ["model.gguf", "is empty"])
      let absent = try cact.run(
        #"load "rows.jsonl" | score complexity with "org/absent""#, environment: ["HF_HUB_CACHE": cact.folder("hub")])
      expectRefusal(absent, status: 2, "C0405", names: ["org/absent", "hf download org/absent", cact.folder("hub")])
    }

    @Test("a weights file that is cut, or whose header lies, names the file and the tensor")
    func weights() throws {
      let whole = try AtomicFile.read(EmbeddedModel.path + "/model.safetensors")
      let length = (0..<8).reduce(0) { $0 | Int(whole[$1]) << (8 * $1) }
      let header = try JSONValue.parse(whole[8..<(8 + length)], file: "header")
      let data = whole[(8 + length)...]
      let names = try #require(header.object?.keys.filter { $0 != "__metadata__" })
      let first = try #require(names.first { header[$0]?["data_offsets"]?[0]?.int == 0 })
      let matrix = try #require(
        names.first { (header[$0]?["shape"]?.array?.count ?? 0) == 2 && $0.contains("down_proj") })

      func file(_ text: String, length: UInt64? = nil) -> [UInt8] {
        let count = length ?? UInt64(text.utf8.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * UInt64($0))) } + Array(text.utf8) + data
      }
      func altered(_ name: String, _ change: (inout JSONObject) -> Void) -> [UInt8] {
        var all = header.object ?? [:]
        var tensor = all[name]?.object ?? [:]
        change(&tensor)
        all[name] = .object(tensor)
        return file(JSONValue.object(all).serialized())
      }
      func renamed(_ name: String) -> [UInt8] {
        var all = header.object ?? [:]
        all["other"] = all[name]
        all[name] = nil
        return file(JSONValue.object(all).serialized())
      }
      let shape = (header[matrix]?["shape"]?.array ?? []).compactMap(\.int)
      let cases: [(String, [UInt8], [String])] = [
        ("cut in half", Array(whole.prefix(whole.count / 2)), ["tensor"]),
        ("cut in its header", Array(whole.prefix(8 + length / 2)), ["header"]),
        ("cut to nothing", [], ["empty"]),
        ("a header longer than the file", file(header.serialized(), length: 1 << 40), ["header"]),
        ("a header of all ones", file(header.serialized(), length: .max), ["header"]),
        ("no JSON", file("{\"nonsense"), ["JSON"]),
        ("offsets beyond the end", altered(first) { $0["data_offsets"] = [0, .integer(1 << 50)] }, [first]),
        ("negative offsets", altered(first) { $0["data_offsets"] = [-16, 0] }, [first]),
        (
          "a shape larger than its bytes", altered(first) { $0["shape"] = [.integer(1 << 40), .integer(1 << 40)] },
          [first]
        ),
        (
          "a matrix turned round",
          altered(matrix) { $0["shape"] = .array(shape.reversed().map { .integer($0) }) }, [matrix]
        ),
        ("another type", altered(matrix) { $0["dtype"] = "F16" }, [matrix]),
        ("a tensor under another name", renamed(matrix), [matrix]),
      ]
      for (number, (what, bytes, named)) in cases.enumerated() {
        let path = try copy("model-\(number)", without: "model.safetensors")
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/model.safetensors"))
        let refused = try score(with: path)
        #expect(refused.status == 2 && refused.errors.contains("error[C0405]"), "\(what): \(refused.errors)")
        for name in ["model-\(number)"] + named {
          #expect(refused.errors.contains(name), "\(what): `\(name)` is not named:\n\(refused.errors)")
        }
        #expect(!refused.errors.contains("Fatal error"))
        try FileManager.default.removeItem(atPath: path)
      }
      #expect(cact.folder.names == ["rows.jsonl"])
    }
  }
}
