import CCrypto

/// SHA-256 by OpenSSL, fed piece by piece. A value: a copy goes on by itself.
struct SHA256: Sendable {
  /// The library's state of one hash.
  private final class State: @unchecked Sendable {
    // Unchecked because the compiler cannot see that `SHA256` changes only a state that no other value refers to.
    let context: OpaquePointer

    init() {
      context = Self.allocated()
      precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "OpenSSL has no SHA-256")
    }

    init(copying other: State) {
      context = Self.allocated()
      precondition(EVP_MD_CTX_copy_ex(context, other.context) == 1, "OpenSSL cannot copy a SHA-256 state")
    }

    deinit { EVP_MD_CTX_free(context) }

    private static func allocated() -> OpaquePointer {
      guard let context = EVP_MD_CTX_new() else { preconditionFailure("no memory for a SHA-256 state") }
      return context
    }
  }

  private var state = State()

  init() {}

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    if !isKnownUniquelyReferenced(&state) { state = State(copying: state) }
    precondition(EVP_DigestUpdate(state.context, base, bytes.count) == 1, "OpenSSL failed in SHA-256")
  }

  /// The hash of what was fed so far, as four big-endian words; feeding may go on.
  var words: (UInt64, UInt64, UInt64, UInt64) {
    let end = State(copying: state)
    var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let done = withUnsafeMutableBytes(of: &bytes) { buffer in
      EVP_DigestFinal_ex(end.context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
    }
    precondition(done == 1, "OpenSSL failed in SHA-256")
    return (bytes.0.bigEndian, bytes.1.bigEndian, bytes.2.bigEndian, bytes.3.bigEndian)
  }
}
