/** What a person sees, made safe for the terminal that shows it. Knows no protocol. */
package io.github.hfdevice.terminal;
