package io.github.hfdevice.http;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * What each JVM computes in its first TLS handshake, most of it before it sends a byte. It takes
 * about as long as all else that a login does until then.
 */
public final class TlsWarmUp {
  private TlsWarmUp() {}

  /** Computes it; blocks until that is done. */
  public static void run() {
    try {
      // A client offers keys of both (RFC 8446, 4.2.8); the tables of the first take most time.
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      generator.generateKeyPair();
      byte[] key =
          KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic().getEncoded();
      // The server's key is read in the same way.
      KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(key));
    } catch (GeneralSecurityException e) {
      // The handshake will find out by itself what this JVM lacks.
    }
  }
}
