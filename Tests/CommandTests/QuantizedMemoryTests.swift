#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  extension CommandTests {
    /// What a quantised model takes while it scores: its file, and one layer in float32.
    @Suite("The memory of GGUF files") struct QuantizedMemory {
      private static let (hidden, intermediate, layers, heads, vocabulary) = (1024, 3072, 12, 16, 32_000)
      /// Floats of one layer's matrices.
      private static let layer = 4 * hidden * hidden + 3 * hidden * intermediate

      @Test("weights stay as they are stored, and the output matrix is taken in parts") func resident() throws {
        let scratch = try TemporaryDirectory()
        let small = PackageRoot.path + "/Tests/Fixtures/gguf/qwen2.gguf"
        let large = scratch("large.gguf")
        let size = try Self.enlarge(small, to: large)
        // Else a copy of all weights in float32 would not be seen.
        #expect(4 * Self.layers * Self.layer > 5 * size)
        try Data(#"{"question": "Add 1.", "answer": "def add(a):\n    return a + 1"}"#.utf8).write(
          to: URL(fileURLWithPath: scratch("rows.jsonl")))
        let peaks = try [small, large].map { model in
          try #require(
            try peakMemory(
              BuiltProduct.path("cact"),
              [
                "run", "-e", "load \"\(scratch("rows.jsonl"))\" | score complexity with \"\(model)\"",
                "--store", scratch("store"), "--threads", "2",
              ], environment: ["XDG_CACHE_HOME": scratch("cache"), "HOME": scratch.path, "LC_ALL": "C.UTF-8"]))
        }
        let most = Double(size) * 1.1 + Double(4 * Self.layer)
        let taken = Double(peaks[1] - peaks[0])
        #expect(taken <= most, "\(taken / 1e6) MB more than a model of nothing, where \(most / 1e6) MB may be")
      }

      /// Writes a file of the settings and the tokenizer of another, with matrices in Q4_0; returns its size.
      private static func enlarge(_ source: String, to path: String) throws -> Int {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: source)))
        func number(_ value: some FixedWidthInteger) -> [UInt8] {
          withUnsafeBytes(of: value.littleEndian) { Array($0) }
        }
        func text(_ text: String) -> [UInt8] { number(UInt64(text.utf8.count)) + Array(text.utf8) }
        func place(_ wanted: [UInt8]) throws -> Int {
          try #require(bytes.firstRange(of: wanted)?.lowerBound)
        }
        var head = Array(bytes[..<(try place(text("token_embd.weight")))])
        for (key, value) in [
          ("block_count", layers), ("context_length", 512), ("embedding_length", hidden),
          ("feed_forward_length", intermediate), ("attention.head_count", heads), ("attention.head_count_kv", heads),
        ] {
          // Behind the key stands the type, 4 for a UInt32, in 4 bytes.
          let at = try place(text("qwen2." + key)) + 8 + "qwen2.".utf8.count + key.utf8.count
          try #require(Array(bytes[at..<at + 4]) == number(UInt32(4)))
          head.replaceSubrange(at + 4..<at + 8, with: number(UInt32(value)))
        }
        var tensors: [(name: String, shape: [Int])] = [("token_embd.weight", [hidden, vocabulary])]
        for l in 0..<layers {
          tensors += [
            ("attn_q.weight", [hidden, hidden]), ("attn_k.weight", [hidden, hidden]),
            ("attn_v.weight", [hidden, hidden]),
            ("attn_q.bias", [hidden]), ("attn_k.bias", [hidden]), ("attn_v.bias", [hidden]),
            ("attn_output.weight", [hidden, hidden]), ("ffn_gate.weight", [hidden, intermediate]),
            ("ffn_up.weight", [hidden, intermediate]), ("ffn_down.weight", [intermediate, hidden]),
            ("attn_norm.weight", [hidden]), ("ffn_norm.weight", [hidden]),
          ].map { ("blk.\(l).\($0.0)", $0.1) }
        }
        tensors.append(("output_norm.weight", [hidden]))
        head.replaceSubrange(8..<16, with: number(UInt64(tensors.count)))
        var offset = 0
        for (name, shape) in tensors {
          let isVector = shape.count == 1
          head += text(name) + number(UInt32(shape.count)) + shape.flatMap { number(UInt64($0)) }
          head += number(UInt32(isVector ? 0 : 2)) + number(UInt64(offset))
          offset += isVector ? 4 * shape[0] : shape.reduce(1, *) / 32 * 18
        }
        head += [UInt8](repeating: 0, count: (32 - head.count % 32) % 32)
        // Blocks of a scale of 2⁻⁷ and sixteen pairs of small numbers, so that no state grows beyond what floats hold.
        let block: [UInt8] = [0x00, 0x20] + (0..<16).map { $0 % 2 == 0 ? 0x79 : 0x97 }
        let one = number(Float(1).bitPattern)
        var data = Data(head)
        data.reserveCapacity(head.count + offset)
        for (_, shape) in tensors {
          let unit = shape.count == 1 ? one : block
          let count = shape.count == 1 ? shape[0] : shape.reduce(1, *) / 32
          let row = Data((0..<1024).flatMap { _ in unit })
          for _ in 0..<count / 1024 { data.append(row) }
        }
        try #require(data.count == head.count + offset)
        try data.write(to: URL(fileURLWithPath: path))
        return data.count
      }
    }
  }
#endif
