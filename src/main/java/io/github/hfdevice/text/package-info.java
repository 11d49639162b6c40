/** Text from outside, made safe for whoever shows, logs or writes it. Knows nothing but the JDK. */
package io.github.hfdevice.text;
