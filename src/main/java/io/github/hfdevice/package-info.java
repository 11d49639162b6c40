/** The entry point and the wiring: the only code that reads the real process. */
package io.github.hfdevice;
