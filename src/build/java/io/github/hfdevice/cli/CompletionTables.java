package io.github.hfdevice.cli;

/** The tables of one shell's completion script, in its language. */
interface CompletionTables {
  /** The options that have a value. */
  String valued();

  /** Which words name which command. */
  String names();

  /** What may follow: commands, options, and their values. */
  String arguments();
}
