// The module Curation.
