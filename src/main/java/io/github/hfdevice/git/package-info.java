/**
 * The program git as far as passwords go: its credential protocol, its helpers and its settings.
 * Knows neither tokens' files nor servers, and uses nothing but the JDK.
 */
package io.github.hfdevice.git;
