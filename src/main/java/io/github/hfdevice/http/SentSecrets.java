package io.github.hfdevice.http;

import io.github.hfdevice.text.Printable;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one exchange sent in secret, to be hidden where a server or a proxy repeats it: as it is,
 * encoded for an address or a form, or in base64. Not for more than one thread.
 */
public final class SentSecrets {
  static final String HIDDEN = "***";

  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

  private final HttpCall call;
  private final Optional<ProxyServer.User> proxyUser;
  private List<String> spellings = List.of();

  SentSecrets(HttpCall call, Optional<ProxyServer> proxy) {
    this.call = call;
    this.proxyUser = proxy.flatMap(ProxyServer::user);
  }

  /** {@code text} without any of them. */
  String hide(String text) {
    if (spellings.isEmpty()) {
      spellings = allSpellings();
    }
    String hidden = text;
    for (String spelling : spellings) {
      hidden = hidden.replace(spelling, HIDDEN);
    }
    return hidden;
  }

  private List<String> allSpellings() {
    Set<String> all = new LinkedHashSet<>();
    for (Map.Entry<String, String> field : call.form().orElse(Map.of()).entrySet()) {
      if (!Redaction.isHarmless(field.getKey())) {
        addSpellings(field.getValue(), all);
      }
    }
    call.authorization().ifPresent(header -> addHeader(header, all));
    if (proxyUser.isPresent()) {
      addSpellings(proxyUser.get().password(), all);
      addHeader(proxyUser.get().basicCredentials(), all);
    }
    all.remove("");
    List<String> longestFirst = new ArrayList<>(all);
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    return longestFirst;
  }

  /** Value of a header such as {@code Bearer token} or {@code Basic base64}. */
  private static void addHeader(String header, Set<String> all) {
    String credentials = header.substring(header.indexOf(' ') + 1);
    addSpellings(credentials, all);
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(credentials);
      String pair = new String(decoded, StandardCharsets.UTF_8);
      String password = pair.substring(pair.indexOf(':') + 1);
      addSpellings(pair, all);
      addSpellings(password, all);
      // A client's secret is encoded before (RFC 6749, 2.3.1).
      addSpellings(URLDecoder.decode(password, StandardCharsets.UTF_8), all);
    } catch (IllegalArgumentException e) {
      // Then nothing else is in it.
    }
  }

  private static void addSpellings(String secret, Set<String> all) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    String path = form.replace("+", "%20");
    for (String spelling :
        List.of(
            secret,
            // As a header arrives, a character for each byte.
            new String(bytes, StandardCharsets.ISO_8859_1),
            form,
            path,
            withSmallEscapes(form),
            withSmallEscapes(path),
            withoutPadding(Base64.getEncoder().encodeToString(bytes)),
            withoutPadding(Base64.getUrlEncoder().encodeToString(bytes)))) {
      all.add(spelling);
      all.add(Printable.of(spelling));
    }
  }

  private static String withSmallEscapes(String encoded) {
    return ESCAPE
        .matcher(encoded)
        .replaceAll(found -> found.group().toLowerCase(java.util.Locale.ROOT));
  }

  private static String withoutPadding(String base64) {
    return base64.replace("=", "");
  }
}
