import Terminal

/// Set once: while it is set, no other test's text has a width.
let isLocaleReady = Text.prepareLocale()
