package io.github.hfdevice.demo;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a CI job asks a token for: a repository, or a user.
 *
 * @param name such as {@code acme/model}, {@code datasets/acme/data} or {@code alice}
 */
record Resource(String name) {
  private static final String WORD = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";
  private static final Pattern USER = Pattern.compile(WORD);
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "((datasets|spaces|kernels)/)?(?!(datasets|spaces|kernels)/)" + WORD + "/" + WORD);

  /** The resource of that name, or empty if none can have it. */
  static Optional<Resource> parse(String name) {
    return Optional.of(name)
        .filter(each -> USER.matcher(each).matches() || REPOSITORY.matcher(each).matches())
        .map(Resource::new);
  }

  boolean isUser() {
    return !name.contains("/");
  }
}
