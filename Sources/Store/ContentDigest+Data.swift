import Digests
import Foundation

extension ContentDigest {
  /// As a database column holds it.
  var data: Data { Data(bytes) }
}
