package io.github.hfdevice.hub;

import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.text.Printable;

/**
 * What a job's identity token is exchanged for: a repository that trusts the job, or a user.
 *
 * @param text {@code ns/name}, {@code datasets/ns/name}, {@code spaces/ns/name}, {@code
 *     kernels/ns/name}, or a user name
 */
public record ExchangeResource(String text) {
  private static final String SHAPES =
      "NAMESPACE/NAME, datasets/NAMESPACE/NAME, spaces/NAMESPACE/NAME, kernels/NAMESPACE/NAME"
          + " or a user name";

  /** The longest name of the Hub. */
  private static final int LONGEST_NAME = 96;

  /**
   * Reads the value of {@code HF_OIDC_RESOURCE}.
   *
   * @throws SettingException if it is nothing of the shapes above
   */
  static ExchangeResource parse(String value) {
    String text = value.strip();
    String[] names = text.split("/", -1);
    boolean hasKind = isKind(names[0]);
    boolean isShape =
        (hasKind ? names.length == 3 : names.length <= 2) && !TokenText.isNothing(text);
    for (String name : names) {
      isShape &= isName(name);
    }
    if (!isShape) {
      throw new SettingException(
          HubSettings.OIDC_RESOURCE,
          "is \"" + Printable.of(text, 100) + "\", and has to be " + SHAPES);
    }
    return new ExchangeResource(text);
  }

  /** Whether it is a user, whose token can only read. */
  public boolean isUser() {
    return text.indexOf('/') < 0;
  }

  private static boolean isKind(String name) {
    return name.equals("datasets") || name.equals("spaces") || name.equals("kernels");
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && !name.equals(".")
        && !name.equals("..");
  }
}
