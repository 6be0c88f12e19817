// The module Tokenization.
