// The module Stages.
