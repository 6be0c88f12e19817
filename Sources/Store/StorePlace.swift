import CLinux
import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a store can expect of the file system that its folder is on.
package struct StorePlace: Sendable, Hashable {
  /// The file system's name ("NFS") where other hosts may use the same folder, so that nothing may be shared through memory;
  /// nil: this host has it alone.
  package var network: String?
  /// Why its locks keep nobody out; nil: they do.
  package var withoutLocks: String?

  /// A place that is known.
  package init(network: String? = nil, withoutLocks: String? = nil) {
    self.network = network
    self.withoutLocks = withoutLocks
  }

  /// The place of a folder, as its kind, its mount and a try say.
  /// - Parameters:
  ///   - directory: absolute and without links.
  ///   - file: a file in it on which a lock is tried, created when missing; nil: none is tried.
  init(of directory: String, trying file: String?) {
    self.init(kind: cact_file_system(directory), mount: Mount.holding(directory))
    guard withoutLocks == nil, let file else { return }
    let descriptor = open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let code = cact_try_lock(descriptor)
    if FileLock.isMissing(code) { withoutLocks = "it has no locks (\(String(cString: strerror(code))))" }
  }

  /// - Parameter kind: `f_type` of statfs(2).
  package init(kind: UInt32, mount: Mount?) {
    let type = mount?.type ?? ""
    let isLocal = ["fuseblk", "fuse.fuse-overlayfs"].contains(type)
    network = isLocal ? nil : Self.kinds[kind] ?? Self.types[type]
    guard network != nil else { return }
    if network == "FUSE", type.hasPrefix("fuse.") { network = String(type.dropFirst(5)) }
    let option = ["nolock", "local_lock=all", "local_lock=posix", "nobrl", "localflock"].first {
      mount?.options.contains($0) ?? false
    }
    if let option {
      withoutLocks = "its locks are not seen by other hosts (mounted with \(option))"
    } else if Self.tellsNobody.contains(type) || network == "AFS" {
      withoutLocks = "its locks are not seen by other hosts"
    }
  }

  /// For messages: "NFS: it has no locks (No locks available)".
  var reason: String { [network, withoutLocks].compactMap { $0 }.joined(separator: ": ") }

  /// Of linux/magic.h and of the file systems' own sources.
  private static let kinds: [UInt32: String] = [
    0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB", 0x6573_5546: "FUSE", 0x0BD0_0BD0: "Lustre",
    0x4750_4653: "GPFS", 0x1983_0326: "BeeGFS", 0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x6B41_4653: "AFS",
    0x7375_7245: "Coda", 0x0102_1997: "9p", 0x0116_1970: "GFS2", 0x7461_636F: "OCFS2", 0xAAD7_AAEA: "PanFS",
    0x2003_0528: "OrangeFS", 0x786F_4256: "vboxsf", 0xA501_FCF5: "VxFS", 0xBEEF_DEAD: "StorNext",
  ]

  /// By the names of mounts, for those that have no known kind.
  private static let types = [
    "nfs": "NFS", "nfs4": "NFS", "cifs": "CIFS", "smb3": "SMB", "lustre": "Lustre", "gpfs": "GPFS", "beegfs": "BeeGFS",
    "ceph": "Ceph", "glusterfs": "GlusterFS", "afs": "AFS", "9p": "9p", "virtiofs": "virtiofs", "wekafs": "Weka",
    "panfs": "PanFS", "pvfs2": "OrangeFS", "gfs2": "GFS2", "ocfs2": "OCFS2", "vboxsf": "vboxsf", "prl_fs": "prl_fs",
  ]

  /// Types whose locks end at the host: their servers know none.
  private static let tellsNobody: Set = [
    "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse", "fuse.goofys", "fuse.mountpoint-s3", "fuse.curlftpfs",
    "fuse.davfs",
  ]
}
