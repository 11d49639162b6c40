package io.github.hfdevice.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files that hold authorities: a bundle, or a folder of certificates. */
final class CaFiles {
  /** Twenty times as much as the authorities of a browser. */
  private static final int MAX_BYTES = 4 << 20;

  /** As many as a system has, with a link for each by its hash. */
  private static final int MAX_FILES = 4000;

  private CaFiles() {}

  /**
   * The certificates in {@code places}, at least one.
   *
   * @param places bundles, or folders as OpenSSL has them, whose other files are passed over
   * @throws IOException if one cannot be used; the message names it and is fit for a user
   */
  static Set<X509Certificate> read(List<Path> places) throws IOException {
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        certificates.addAll(readFolder(place));
      } else if (places.size() == 1) { // Of several folders, one need not be there.
        certificates.addAll(readBundle(place));
      }
    }
    if (certificates.isEmpty()) {
      throw unusable(places.get(0), "it holds no certificate");
    }
    return certificates;
  }

  private static Collection<X509Certificate> readBundle(Path file) throws IOException {
    try {
      return PemBundle.read(bytesOf(file));
    } catch (CertificateException e) {
      throw unusable(file, e.getMessage());
    }
  }

  private static Collection<X509Certificate> readFolder(Path folder) throws IOException {
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        count++;
        if (count > MAX_FILES) {
          throw unusable(folder, "it holds more than " + MAX_FILES + " files");
        }
        if (Files.isRegularFile(file) && Files.isReadable(file) && Files.size(file) <= MAX_BYTES) {
          certificates.addAll(PemBundle.readWhatCanBe(bytesOf(file)));
        }
      }
    } catch (AccessDeniedException e) {
      throw unreadable(folder, "permission is denied", e);
    }
    return certificates;
  }

  /** The bytes of {@code file}, which may be of any kind. */
  static byte[] bytesOf(Path file) throws IOException {
    if (isForeverOpen(file)) {
      throw unusable(file, "it is a device or pipe and not a file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw unreadable(file, "permission is denied", e);
    } catch (IOException e) {
      throw unreadable(file, Words.reason(e), e);
    }
    if (bytes.length > MAX_BYTES) {
      throw unusable(file, "it is larger than " + (MAX_BYTES >> 20) + " MiB");
    }
    return bytes;
  }

  /**
   * Whether it is a pipe of that name, which waits for somebody who writes into it. One that a
   * shell gives in the place of a file, as {@code <(command)}, has its writer.
   */
  private static boolean isForeverOpen(Path file) throws IOException {
    return !file.startsWith("/dev")
        && !file.startsWith("/proc")
        && Files.exists(file)
        && Files.readAttributes(file, BasicFileAttributes.class).isOther();
  }

  private static IOException unusable(Path file, String reason) {
    return new IOException(file + " cannot be used: " + reason);
  }

  private static IOException unreadable(Path file, String reason, IOException cause) {
    return new IOException(file + " cannot be read: " + reason, cause);
  }
}
