// The module LanguageModel.
