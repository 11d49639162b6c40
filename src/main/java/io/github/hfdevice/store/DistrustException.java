package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.Path;

/** Another user could have written what is there. */
final class DistrustException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path subject;
  private final String fault;
  private final String remedy;

  /**
   * @param kind {@code "the folder "} or nothing
   * @param subject what is not believed
   * @param fault the rest of the sentence, from its verb on
   * @param remedy the command that mends it, or what else to do
   */
  DistrustException(String kind, Path subject, String fault, String remedy) {
    super(kind + subject + " " + fault);
    this.subject = subject;
    this.fault = fault;
    this.remedy = remedy;
  }

  /** The sentence where {@code asked} was named already. */
  String about(Path asked) {
    return asked.equals(subject) ? "it " + fault : getMessage();
  }

  String remedy() {
    return remedy;
  }
}
