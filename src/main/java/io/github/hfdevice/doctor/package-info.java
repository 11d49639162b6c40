/**
 * Looks at everything that a login depends on and says what to mend. Knows no OAuth; mends nothing
 * itself, but for what the store mends whenever it is read.
 */
package io.github.hfdevice.doctor;
