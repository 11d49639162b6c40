package io.github.hfdevice.setting;

/**
 * A variable or an option holds a value that makes no sense. The message never repeats a secret.
 */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String setting;

  /**
   * Of one setting.
   *
   * @param setting the variable or option at fault, such as {@code HF_ENDPOINT}
   * @param problem what is wrong with it, and what would be right
   */
  public SettingException(String setting, String problem) {
    super(setting + " " + problem);
    this.setting = setting;
  }

  /** {@return what to do about it, in a whole sentence} */
  public String remedy() {
    return "Correct " + setting + (setting.startsWith("-") ? "." : ", or unset it.");
  }

  /** {@return the variable or option at fault} */
  public String setting() {
    return setting;
  }
}
