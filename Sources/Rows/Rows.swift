// The module Rows.
