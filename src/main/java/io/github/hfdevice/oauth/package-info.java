/**
 * The OAuth 2.0 Device Authorization Grant (RFC 8628) and what it needs of RFC 6749 and RFC 8414,
 * against any server. Never prints, never stores, never reads the environment, knows no Hub.
 */
package io.github.hfdevice.oauth;
