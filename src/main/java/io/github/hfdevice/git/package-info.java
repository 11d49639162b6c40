/**
 * The program git as far as passwords go: its credential protocol, its helpers and its settings.
 * Knows neither tokens' files nor servers. The one rule: git runs where no repository is, since the
 * settings of one may name a helper that is after the token.
 */
package io.github.hfdevice.git;
