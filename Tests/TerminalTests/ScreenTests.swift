import Foundation
import Terminal
import Testing

@Suite struct ScreenTests {
  /// Open MPI puts rank 0 behind a terminal of its own, wherever its output goes.
  @Test func aLaunchersTerminalIsNobodysScreen() {
    var (master, device): (Int32, Int32) = (-1, -1)
    #expect(openpty(&master, &device, nil, nil, nil) == 0)
    defer {
      close(master)
      close(device)
    }
    func screen(_ environment: [String: String], _ color: ColorChoice = .auto) -> Screen {
      Screen(descriptor: device, color: color, environment: environment, localeIsUTF8: true)
    }
    #expect(screen([:]).isTerminal && screen([:]).color)
    let rank = ["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "4"]
    #expect(!screen(rank).isTerminal && !screen(rank).color)
    #expect(screen(rank, .always).color)
    // A batch job's shell may have the marks of one task; a person looks at that one.
    #expect(screen(["PMI_RANK": "0", "SLURM_NTASKS": "1"]).isTerminal)
  }
}
