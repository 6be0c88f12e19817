// The module Documents.
