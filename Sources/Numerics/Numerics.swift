// The module Numerics.
