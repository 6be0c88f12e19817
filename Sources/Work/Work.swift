// The module Work.
