package io.github.hfdevice.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markup that is safe to send. Text gets in through {@link #text} alone, so that none gets in
 * unescaped.
 *
 * @param markup HTML, all foreign text in it escaped
 */
record Html(String markup) {
  static final Html NOTHING = new Html("");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

  /** The text as it stands, safe between tags and in quoted attributes. */
  static Html text(String text) {
    return new Html(
        text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;"));
  }

  /** Fills the named template of this package; {@code ${name}} stands for a value. */
  static Html template(String name, Map<String, Html> values) {
    Matcher placeholders = PLACEHOLDER.matcher(resource(name + ".html"));
    return new Html(
        placeholders.replaceAll(
            found -> {
              Html value = values.get(found.group(1));
              if (value == null) {
                throw new IllegalStateException(name + ".html lacks " + found.group(1));
              }
              return Matcher.quoteReplacement(value.markup());
            }));
  }

  Html plus(Html more) {
    return new Html(markup + more.markup);
  }

  /** Without the markup, which may hold the token of a form. */
  @Override
  public String toString() {
    return "Html[***]";
  }

  /** A text file of this package's resources. */
  static String resource(String name) {
    try (InputStream in = Html.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
