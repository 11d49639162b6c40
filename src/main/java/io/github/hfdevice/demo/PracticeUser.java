package io.github.hfdevice.demo;

import java.util.HexFormat;
import java.util.List;

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

  /** An address at a domain that never exists (RFC 2606). */
  String email() {
    return name + "@practice.invalid";
  }

  static String idOf(String name) {
    return "65f0a1b2" + HexFormat.of().toHexDigits((long) name.hashCode());
  }
}
