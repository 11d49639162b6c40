/** Looks at everything that a login depends on, changes nothing, and says what to mend. */
package io.github.hfdevice.doctor;
