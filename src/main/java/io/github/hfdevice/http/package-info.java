/**
 * One HTTP exchange with a deadline: a form post or a JSON get, through the proxy and with the
 * certificates that the user set. Never retries, never follows a redirect, knows no OAuth.
 */
package io.github.hfdevice.http;
