/** Many processes of the built program at once, or killed, around the files that they share. */
package io.github.hfdevice.blackbox;
