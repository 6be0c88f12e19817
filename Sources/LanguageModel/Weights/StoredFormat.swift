package import Kernels

/// How a file holds a tensor's elements.
package enum StoredFormat: Sendable {
  /// One after the other, in a number format.
  case plain(StoredType)
  /// In quantised blocks; a row is whole blocks.
  case blocks(BlockFormat)

  /// As a file's entry names it; nil where it is not read.
  package init?(named name: String) {
    if let type = StoredType(rawValue: name) {
      self = .plain(type)
    } else if let format = BlockFormat.all.first(where: { $0.name == name }) {
      self = .blocks(format)
    } else {
      return nil
    }
  }

  /// As the file names it.
  package var name: String {
    switch self {
    case .plain(let type): type.rawValue
    case .blocks(let format): format.name
    }
  }

  /// Elements that stand or fall together.
  var unit: Int {
    switch self {
    case .plain: 1
    case .blocks(let format): format.elements
    }
  }

  /// Bytes of so many elements, the last block counted whole.
  func bytes(of elements: Int) -> Int {
    switch self {
    case .plain(let type): elements * type.size
    case .blocks(let format): (elements + format.elements - 1) / format.elements * format.bytes
    }
  }

  /// In which a tensor is saved that came in this format: what is quantised becomes float32.
  var saved: StoredType {
    switch self {
    case .plain(let type): type
    case .blocks: .f32
    }
  }
}
