/**
 * What a person sees, made safe for the terminal that shows it, and what the terminal and the
 * desktop around it can do. Knows no protocol.
 */
package io.github.hfdevice.terminal;
