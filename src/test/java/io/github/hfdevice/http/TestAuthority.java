package io.github.hfdevice.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A company's certificate authority, made by keytool, and servers with its certificate for
 * 127.0.0.1.
 */
final class TestAuthority {
  private static final String PASSWORD = "changeit";

  private final Path bundle;
  private final SSLContext context;

  private TestAuthority(Path bundle, SSLContext context) {
    this.bundle = bundle;
    this.context = context;
  }

  static TestAuthority create(Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    Path bundle = folder.resolve("ca.pem");
    String store = keys.toString();
    keytool(
        store, "-genkeypair", "-alias", "ca", "-dname", "CN=Company CA", "-ext", "bc:c=ca:true");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        "server",
        "-signer",
        "ca",
        "-dname",
        "CN=hub",
        "-ext",
        "san=ip:127.0.0.1");
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      loaded.load(in, PASSWORD.toCharArray());
    }
    Files.writeString(bundle, pem(loaded.getCertificate("ca")));
    loaded.deleteEntry("ca");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(loaded, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new TestAuthority(bundle, context);
  }

  private static String pem(Certificate certificate) throws CertificateEncodingException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static void keytool(String store, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store, "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
    Path output = Path.of(store + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroy();
      throw new AssertionError(command + ": " + Files.readString(output));
    }
  }

  /** The authority's certificate as PEM. */
  Path bundle() {
    return bundle;
  }

  FakeServer server(FakeServer.Handler handler) throws IOException {
    return new FakeServer("https", context.getServerSocketFactory(), handler);
  }
}
