package io.github.hfdevice.demo;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The person who is signed in on the practice Hub.
 *
 * @param name the user name
 * @param organisations the names of the organisations that the user belongs to
 */
record PracticeUser(String name, List<String> organisations) {

  /** The 24 hexadecimal digits that stand for this user, the same in every run. */
  String id() {
    return idOf(name);
  }

  /** What stands for a picture. */
  String initial() {
    return name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
  }

  /** An address at a domain that never exists (RFC 2606). */
  String email() {
    return name + "@practice.invalid";
  }

  static String idOf(String name) {
    return "65f0a1b2" + HexFormat.of().toHexDigits((long) name.hashCode());
  }
}
