package io.github.hfdevice.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A company's certificate authority, and servers with certificates that it signed. */
public final class TestAuthority {
  private static final Duration LIFE = Duration.ofDays(2);
  private static final byte[] ECDSA_WITH_SHA256 =
      Der.value(Der.SEQUENCE, Der.identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));

  /** Basic constraints: an authority. */
  private static final byte[] IS_AUTHORITY =
      Der.extension(19, Der.value(Der.SEQUENCE, Der.value(1, new byte[] {-1})));

  private final String name;
  private final KeyPair keys;
  private final Certificate certificate;
  private final Path bundle;

  private TestAuthority(String name, Path folder) throws IOException, GeneralSecurityException {
    this.name = name;
    keys = newKeys();
    certificate =
        sign(name, keys.getPublic(), Instant.now().minus(LIFE.multipliedBy(10)), IS_AUTHORITY);
    bundle = Files.writeString(Files.createTempFile(folder, "ca", ".pem"), pem(certificate));
  }

  /** Its certificate becomes a file in {@code folder}. */
  public static TestAuthority create(Path folder) throws IOException, GeneralSecurityException {
    return create("Company CA", folder);
  }

  public static TestAuthority create(String name, Path folder)
      throws IOException, GeneralSecurityException {
    return new TestAuthority(name, folder);
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private Certificate sign(String subject, PublicKey key, Instant from, byte[] extension)
      throws GeneralSecurityException {
    Instant to = from.plus(extension == IS_AUTHORITY ? LIFE.multipliedBy(20) : LIFE);
    byte[] toSign =
        Der.value(
            Der.SEQUENCE,
            Der.value(0xa0, Der.integer(2)),
            Der.integer(System.nanoTime()),
            ECDSA_WITH_SHA256,
            Der.commonName(name),
            Der.value(Der.SEQUENCE, Der.time(from), Der.time(to)),
            Der.commonName(subject),
            key.getEncoded(),
            extension.length == 0
                ? extension
                : Der.value(0xa3, Der.value(Der.SEQUENCE, extension)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(toSign);
    byte[] signed = Der.value(Der.SEQUENCE, toSign, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(signed));
  }

  public static String pem(Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  /** The authority's certificate as PEM. */
  public Path bundle() {
    return bundle;
  }

  /** The extension of names beside the subject's: addresses in figures, mail, hosts. */
  public static byte[] names(String... names) throws IOException {
    byte[][] values = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      byte[] text = names[i].getBytes(StandardCharsets.UTF_8);
      values[i] =
          IpAddress.parse(names[i]).isPresent()
              ? Der.value(0x87, InetAddress.getByName(names[i]).getAddress())
              : Der.value(names[i].contains("@") ? 0x81 : 0x82, text);
    }
    return Der.extension(17, Der.value(Der.SEQUENCE, values));
  }

  /** A server whose certificate is for 127.0.0.1 and hub.test. */
  public FakeServer server(FakeServer.Handler handler)
      throws IOException, GeneralSecurityException {
    return server(handler, "hub", names("127.0.0.1", "hub.test"), Duration.ZERO);
  }

  /**
   * A server that shows this certificate.
   *
   * @param subject its common name
   * @param extension one, or nothing
   * @param start when its two days begin, from now
   */
  public FakeServer server(
      FakeServer.Handler handler, String subject, byte[] extension, Duration start)
      throws IOException, GeneralSecurityException {
    KeyPair pair = newKeys();
    Instant from = Instant.now().plus(start).minus(Duration.ofHours(1));
    Certificate[] chain = {sign(subject, pair.getPublic(), from, extension), certificate};
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "practice".toCharArray();
    store.setKeyEntry("server", pair.getPrivate(), password, chain);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new FakeServer("https", context.getServerSocketFactory(), handler);
  }
}
