package io.github.hfdevice.cli;

import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.UnknownTokenException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The name of a stored token, as an argument or in {@code hf}'s way as {@code --token-name}. */
final class TokenName {
  /** Marks an argument that shells complete with what {@code auth list --quiet} prints. */
  static final Iterable<String> STORED = new ArrayList<>(0);

  private static final int MOST_SHOWN = 12;

  private final PositionalParamSpec argument;
  private final OptionSpec option =
      OptionSpec.builder("--token-name")
          .type(String.class)
          .arity("1")
          .paramLabel("NAME")
          .completionCandidates(STORED)
          .description("The same as an option")
          .build();

  TokenName(String description) {
    argument =
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(String.class)
            .paramLabel("NAME")
            .completionCandidates(STORED)
            .description(description)
            .build();
  }

  CommandSpec addTo(CommandSpec spec) {
    return spec.addPositional(argument).addOption(option);
  }

  Optional<String> value() throws Failure {
    Optional<String> name = Optional.ofNullable(argument.getValue());
    Optional<String> named = Options.value(option);
    if (name.isPresent() && named.isPresent() && !name.equals(named)) {
      throw Failure.usage("NAME and --token-name name two tokens", "Give one of them.");
    }
    return name.or(() -> named);
  }

  /** The names of {@code tokens} in one line, the first ones if there are many. */
  static String list(List<StoredToken> tokens) {
    List<String> names = new ArrayList<>(tokens.size());
    for (StoredToken token : tokens) {
      names.add(token.name());
    }
    return shortened(names);
  }

  private static String shortened(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(names.size(), MOST_SHOWN)));
    return names.size() <= MOST_SHOWN
        ? shown
        : shown + " and " + (names.size() - MOST_SHOWN) + " more";
  }

  static Failure unknown(UnknownTokenException e) {
    return Failure.usage(
        "there is no stored token named " + e.name(),
        e.knownNames().isEmpty()
            ? "No tokens are stored."
            : "Stored are: " + shortened(List.copyOf(e.knownNames())));
  }
}
