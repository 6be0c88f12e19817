// The module Evaluation.
