/**
 * The picocli commands, their output and their exit codes. A command reads as its story; HTTP, JSON
 * from servers and files are the business of other rooms.
 */
package io.github.hfdevice.cli;
