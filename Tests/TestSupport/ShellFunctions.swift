/// Functions for bash that tests begin their scripts with.
public enum ShellFunctions {
  /// `awaits PID` returns when a program catches SIGTERM and then waits for something, or has ended: ten looks in a row, half
  /// a second, find it asleep. What a signal meets then does not depend on how fast the machine is.
  public static let awaits = """
    awaits() {
      local asleep=0 status caught
      while (( asleep < 10 )) && status=$(cat /proc/$1/status 2>/dev/null); do
        [[ $status =~ State:[[:space:]]*([A-Z]) ]]
        case ${BASH_REMATCH[1]} in
          Z) return ;;
          S) [[ $status =~ SigCgt:[[:space:]]*([0-9a-f]+) ]]
             if (( (0x${BASH_REMATCH[1]} >> 14) & 1 )); then asleep=$((asleep + 1)); else asleep=0; fi ;;
          *) asleep=0 ;;
        esac
        sleep 0.05
      done
    }

    """
}
