package io.github.hfdevice.store;

import java.util.List;

/** No stored token has the name that was asked for. */
public final class UnknownTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final transient List<String> knownNames;

  UnknownTokenException(String name, List<String> knownNames) {
    super(message(name, knownNames));
    this.name = name;
    this.knownNames = List.copyOf(knownNames);
  }

  /** {@return the name that was asked for} */
  public String name() {
    return name;
  }

  /** {@return the names that are stored, sorted; empty when nothing is} */
  public List<String> knownNames() {
    return knownNames;
  }

  private static String message(String name, List<String> knownNames) {
    String known =
        knownNames.isEmpty()
            ? "no token is stored"
            : "stored are: " + String.join(", ", knownNames);
    return "No stored token is named '" + name + "'; " + known;
  }
}
