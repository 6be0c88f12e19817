import Foundation
import Terminal

Startup.prepareProcess()
exit(CommandLineTool.status(of: Array(CommandLine.arguments.dropFirst())))
