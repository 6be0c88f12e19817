// The module Notebook.
