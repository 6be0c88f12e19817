// The module Packing.
