// The module Tuning.
