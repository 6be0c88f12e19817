import Numerics

/// The gradient of an encoder's parameters, laid out as they are. Not shared between threads by its users.
public final class EncoderGradient {
  let layout: EncoderLayout
  let buffer: AlignedBuffer<Float>

  /// Zeros of the encoder's shape.
  public init(for encoder: SentenceEncoder) {
    layout = encoder.layout
    buffer = AlignedBuffer(count: encoder.layout.size)
  }

  /// The tensor of that Hugging Face name (without a prefix), row-major; nil where there is none.
  public func tensor(_ name: String) -> [Float]? {
    guard let entry = layout.entries.first(where: { $0.name == name }) else { return nil }
    return Array(UnsafeBufferPointer(start: buffer.pointer + entry.range.lowerBound, count: entry.range.count))
  }
}
