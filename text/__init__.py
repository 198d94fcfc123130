"""Pure functions on text: languages, words, sentences, ranking, numbers. No I/O."""
