import Foundation
import TestSupport
import Testing
import Work

/// How much memory and energy a piece of work took, as the system says.
@Suite("What work takes") struct WhatWorkTakesTests {
  @Test func aPieceOfWorkHearsItsOwnPeak() throws {
    let outer = PeakMemory()
    let before = try #require(outer.bytes)
    let inner = PeakMemory()
    let size = 300 << 20
    // Each page is written to, or the system has none of it.
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4_096)
    memset(memory, 1, size)
    let held = try #require(inner.bytes)
    memory.deallocate()
    // Other tests free and take memory meanwhile.
    #expect(held >= size && held < 64 << 30 && before > 1 << 20)
    #expect(try #require(outer.bytes) >= held, "what lies in it counts")
  }

  @Test func countersOfEnergyAreAddedUpAndComeRound() throws {
    let folder = try TemporaryDirectory()
    #expect(ProcessorEnergy(root: folder.path).joules == nil, "there are none")
    func write(_ zone: String, _ name: String, _ microjoules: Int) throws {
      let path = folder.path + "/sys/class/powercap/" + zone
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for (file, text) in [
        ("name", name), ("energy_uj", "\(microjoules)"), ("max_energy_range_uj", "1000000"),
      ] {
        try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: path + "/" + file))
      }
    }
    try write("intel-rapl:0", "package-0", 900_000)
    try write("intel-rapl:1", "package-1", 0)
    // Parts of a processor, and the whole board, are counted elsewhere.
    try write("intel-rapl:0:0", "core", 5)
    try write("intel-rapl:2", "psys", 5)
    let energy = ProcessorEnergy(root: folder.path)
    #expect(energy.joules == 0)
    try write("intel-rapl:0", "package-0", 950_000)
    try write("intel-rapl:0:0", "core", 900_000)
    try write("intel-rapl:2", "psys", 900_000)
    #expect(abs(try #require(energy.joules) - 0.05) < 1e-9)
    try write("intel-rapl:0", "package-0", 50_000)
    try write("intel-rapl:1", "package-1", 300_000)
    #expect(abs(try #require(energy.joules) - 0.45) < 1e-9, "one came round")
    try write("intel-rapl:0", "package-0", 60_000)
    try FileManager.default.removeItem(atPath: folder.path + "/sys/class/powercap/intel-rapl:1/energy_uj")
    #expect(abs(try #require(energy.joules) - 0.46) < 1e-9, "what cannot be read any more stays")
  }
}
