/** The clock that everything waits by. Knows nothing but the JDK. */
package io.github.hfdevice.time;
