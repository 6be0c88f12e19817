/// A filter of system calls (seccomp): those that change the machine, look into other processes, or have let programs out of
/// sandboxes before, fail with EPERM.
enum SystemCalls {
  /// The program for the kernel's filter machine; nil on processors whose numbers are not known here.
  static let filter: [UInt8]? = {
    #if arch(x86_64)
      return Program(
        architecture: 0xC000_003E, highest: 0x4000_0000, clone: 56, clone3: 435, socket: 41,
        denied: [
          101, 103, 155, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 175, 176, 179, 246, 248, 249, 250,
          272, 298,
          300, 303, 304, 305, 308, 310, 311, 312, 313, 319, 320, 321, 323,
        ]
      ).bytes
    #elseif arch(arm64)
      return Program(
        architecture: 0xC000_00B7, highest: nil, clone: 220, clone3: 435, socket: 198,
        denied: [
          117, 116, 41, 51, 89, 170, 40, 39, 224, 225, 142, 161, 162, 105, 106, 60, 104, 217, 218, 219, 97, 241, 262,
          264, 265, 266,
          268, 270, 271, 272, 273, 279, 294, 280, 282,
        ]
      ).bytes
    #else
      return nil
    #endif
  }()

  private struct Program {
    private(set) var bytes: [UInt8] = []

    /// Denied, on every architecture under one number: io_uring, the newer calls that mount, and descriptors of others.
    private static let newer: [UInt32] = [425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442]

    private enum Code {
      static let load: UInt16 = 0x20
      static let isEqual: UInt16 = 0x15
      static let isAtLeast: UInt16 = 0x35
      static let hasBits: UInt16 = 0x45
      static let leave: UInt16 = 0x06
    }

    private static let allow: UInt32 = 0x7FFF_0000
    private static let kill: UInt32 = 0x8000_0000
    private static func fail(_ code: UInt32) -> UInt32 { 0x0005_0000 | code }

    /// - Parameters:
    ///   - highest: numbers from here on are another way to call.
    ///   - denied: numbers of ptrace, syslog, pivot_root, chroot, acct, settimeofday, mount, umount2, swapon, swapoff, reboot,
    ///     sethostname, setdomainname, (iopl, ioperm,) init_module, delete_module, quotactl, kexec_load, add_key, request_key,
    ///     keyctl, unshare, perf_event_open, fanotify_init, name_to_handle_at, open_by_handle_at, clock_adjtime, setns,
    ///     process_vm_readv, process_vm_writev, kcmp, finit_module, memfd_create (memory that nothing counts),
    ///     kexec_file_load, bpf, userfaultfd.
    init(architecture: UInt32, highest: UInt32?, clone: UInt32, clone3: UInt32, socket: UInt32, denied: [UInt32]) {
      add(Code.load, 4)
      add(Code.isEqual, architecture, yes: 1)
      add(Code.leave, Self.kill)
      add(Code.load, 0)
      if let highest {
        add(Code.isAtLeast, highest, no: 1)
        add(Code.leave, Self.fail(1))
      }
      for number in denied + Self.newer {
        add(Code.isEqual, number, no: 1)
        add(Code.leave, Self.fail(1))
      }
      // Its arguments stand in memory: as if the kernel had it not, programs fall back on clone.
      add(Code.isEqual, clone3, no: 1)
      add(Code.leave, Self.fail(38))
      // No name spaces.
      add(Code.isEqual, clone, no: 4)
      add(Code.load, 16)
      add(Code.hasBits, 0x7E02_0000, no: 1)
      add(Code.leave, Self.fail(1))
      add(Code.leave, Self.allow)
      // Of sockets the local ones and IP; others reach the host past the name space of the network.
      add(Code.isEqual, socket, no: 6)
      add(Code.load, 16)
      add(Code.isEqual, 1, yes: 3)
      add(Code.isEqual, 2, yes: 2)
      add(Code.isEqual, 10, yes: 1)
      add(Code.leave, Self.fail(1))
      add(Code.leave, Self.allow)
      add(Code.leave, Self.allow)
    }

    private mutating func add(_ code: UInt16, _ value: UInt32, yes: UInt8 = 0, no: UInt8 = 0) {
      bytes += [UInt8(truncatingIfNeeded: code), UInt8(truncatingIfNeeded: code >> 8), yes, no]
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
  }
}
