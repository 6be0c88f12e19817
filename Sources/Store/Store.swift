// The module Store.
