/**
 * A login and its tokens, whoever asks for them: request, show, wait, grant, whose, store, resume;
 * the token in use, refreshed when needed; revocation. Knows no command line, terminal, stream or
 * exit code: the command line and the library are two faces of it.
 */
package io.github.hfdevice.login;
