package io.github.hfdevice.cli;

import io.github.hfdevice.git.CredentialRequest;
import io.github.hfdevice.git.GitCredentials;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code auth git-credential}: a helper that git asks for the Hub's password. */
final class GitCredentialCommand extends Command {
  private final PositionalParamSpec operation =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .type(String.class)
          .paramLabel("OPERATION")
          .completionCandidates(List.of("get", "store", "erase"))
          .description("get; store and erase do nothing, as any other")
          .build();

  GitCredentialCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOneForm(
            "git-credential",
            "Answer git as its credential helper; auth setup-git tells git to ask.",
            "printf 'protocol=https\\nhost=huggingface.co\\n' |\n"
                + "         hf-device auth git-credential get")
        .addPositional(operation);
  }

  @Override
  ExitCode run() throws Failure, IOException, InterruptedException {
    // gitcredentials(7) wants helpers to ignore the operations that they do not know.
    return "get".equals(operation.getValue()) ? get() : ExitCode.OK;
  }

  private ExitCode get() throws Failure, IOException, InterruptedException {
    Optional<CredentialRequest> asked = CredentialRequest.parse(platform().stdin());
    if (asked.isEmpty()) {
      return ExitCode.OK;
    }
    CredentialRequest request = asked.get();
    Services services = new Services(platform(), output(), isVerbose());
    TokenStore store = services.store();
    // Looked at first: no other host's question should cost a refresh.
    if (!isForHubOf(TokenInUse.find(services.settings(), store), request, services)) {
      return ExitCode.OK;
    }
    Optional<TokenInUse> found = new FreshToken(services, store, platform()).find();
    if (!isForHubOf(found, request, services)) {
      return ExitCode.OK;
    }
    TokenInUse inUse = found.orElseThrow(TokenInUse::notLoggedIn);
    if (inUse.isExpired(platform().wallClock().instant())) {
      throw inUse.expired();
    }
    output().data("username=" + GitCredentials.USER);
    output().data("password=" + inUse.token());
    return ExitCode.OK;
  }

  /** Whether git asks about the server that the token came from, or would be asked for one. */
  private static boolean isForHubOf(
      Optional<TokenInUse> found, CredentialRequest request, Services services) {
    URI hub =
        found.map(services::hubOf).orElseGet(() -> services.settings().endpoint(Optional.empty()));
    return request.isFor(hub);
  }
}
