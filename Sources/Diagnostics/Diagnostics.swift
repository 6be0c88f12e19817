// The module Diagnostics.
