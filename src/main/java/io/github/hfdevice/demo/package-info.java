/**
 * The practice Hub: a server on loopback that answers a device login as the Hugging Face Hub does,
 * with the page where a person approves it.
 *
 * <p>The one rule: it is a server that knows nothing of the client. It uses no other package of
 * this project, so that a mistake of the client cannot hide behind the same mistake here, and
 * nothing but the {@code demo} command loads it.
 */
package io.github.hfdevice.demo;
