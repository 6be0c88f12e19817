import CCrypto

/// SHA-256 of many short texts, one after the other, as a number modulo a small one; for one thread at a time.
package final class SHA256Remainder {
  private let context: OpaquePointer
  private let modulus: UInt64

  /// - Parameter modulus: at least 1.
  package init(modulus: Int) {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("no memory for a SHA-256 state") }
    precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "OpenSSL has no SHA-256")
    self.context = context
    self.modulus = UInt64(modulus)
  }

  deinit { EVP_MD_CTX_free(context) }

  /// The hash, read as a big-endian number of 256 bits, modulo `modulus`.
  package func callAsFunction(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    // A context that goes on with its own function costs a third of one that is set up anew.
    let done = withUnsafeMutableBytes(of: &words) { hash in
      EVP_DigestInit_ex(context, nil, nil) == 1
        && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
        && EVP_DigestFinal_ex(context, hash.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) == 1
    }
    precondition(done, "OpenSSL failed in SHA-256")
    var rest: UInt64 = 0
    for word in [words.0, words.1, words.2, words.3] {
      rest = modulus.dividingFullWidth((rest, word.bigEndian)).remainder
    }
    return Int(rest)
  }
}
