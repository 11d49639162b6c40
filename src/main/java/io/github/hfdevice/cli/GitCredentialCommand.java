package io.github.hfdevice.cli;

import io.github.hfdevice.git.CredentialRequest;
import io.github.hfdevice.git.GitCredentials;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.login.Tokens;
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
          .description("get, or erase after a refusal; store does nothing, as any other")
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
  ExitCode run() throws LoginException, IOException, InterruptedException {
    // gitcredentials(7) wants helpers to ignore the operations that they do not know.
    String wanted = operation.getValue();
    if (!wanted.equals("get") && !wanted.equals("erase")) {
      return ExitCode.OK;
    }
    Optional<CredentialRequest> request = CredentialRequest.parse(platform().stdin());
    if (request.isEmpty()) {
      return ExitCode.OK;
    }
    Services services = new Services(platform(), output(), isVerbose());
    return wanted.equals("get") ? get(request.get(), services) : erase(request.get(), services);
  }

  private ExitCode get(CredentialRequest request, Services services)
      throws LoginException, IOException, InterruptedException {
    Tokens tokens = services.tokens();
    // No other host's question should cost a refresh.
    URI hub = services.settings().endpoint(Optional.empty());
    Optional<TokenInUse> found =
        services.settings().exchangeResource().isPresent()
            ? request.isFor(hub) ? Optional.of(tokens.present(hub)) : Optional.empty()
            : tokens.finder().findWanted(request::isFor);
    if (found.isEmpty()) {
      if (request.isFor(hub) && !tokens.finder().isAnyOfAnother(hub)) {
        throw LoginException.notLoggedIn();
      }
      return ExitCode.OK;
    }
    TokenInUse inUse = tokens.usable(found.get(), found.get().server().orElseThrow(), false);
    output().data("username=" + GitCredentials.USER);
    output().data("password=" + inUse.token());
    return ExitCode.OK;
  }

  /** Git tells so that the server refused the password: the next {@code get} refreshes it first. */
  private static ExitCode erase(CredentialRequest request, Services services) throws IOException {
    if (request.password().isPresent()) {
      services.tokens().refused(request.password().get(), request::isFor);
    }
    return ExitCode.OK;
  }
}
