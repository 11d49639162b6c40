/**
 * The files that this program shares with {@code hf}, and the pending login beside them. Rule: this
 * package depends on the JDK alone and never uses the network; nothing else reads or writes these
 * files.
 */
package io.github.hfdevice.store;
