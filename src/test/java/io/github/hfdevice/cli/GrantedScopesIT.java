package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server granted of what was asked for (RFC 6749, section 5.1). */
@Execution(ExecutionMode.CONCURRENT)
class GrantedScopesIT extends ScriptedHubCase {
  private static final String WARNING =
      "Warning: the server granted fewer scopes than were asked for; missing: ";

  private void granting(String scope) {
    hub.answer(
        "/oauth/token", json(200, ScriptedHub.GRANT.replace("}", ",\"scope\":" + scope + "}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"openid\"' | openid | read-repos write-repos",
        "'\"write-repos openid\"' | write-repos openid | read-repos",
        "'[\"openid\",\"read-repos\"]' | openid read-repos | write-repos",
        "'\"read-repos write-repos openid\"' | read-repos write-repos openid | ''",
        "'\"openid,read-repos,write-repos\"' | 'openid,read-repos,write-repos' | ''",
        "'\"openid read-repos write-repos email\"' | openid read-repos write-repos email | ''",
        "null | null | ''",
      })
  void missingScopes_areNamed_andThoseGrantedAreInJson(String scope, String granted, String missing)
      throws Exception {
    granting(scope);
    Run run =
        program
            .run(
                "auth", "login", "--json", "--scope", "openid read-repos", "--scope", "write-repos")
            .exits(0);
    JsonNode success = run.json().get(1);
    assertTrue(success.has("granted_scope"), run::toString);
    assertEquals(granted, success.path("granted_scope").asText());
    if (missing.isEmpty()) {
      run.saysNothing();
    } else {
      run.says(WARNING + missing + "\n");
    }
  }

  @Test
  void loginInTwoSteps_isWarnedOfThemToo() throws Exception {
    granting("\"openid\"");
    program.run("auth", "login", "--no-wait", "--scope", "openid jobs").exits(0);
    program.run("auth", "login", "--resume").exits(0).says(WARNING + "jobs\n");
  }

  @Test
  void loginThatAskedForNone_orWasTold_isNotWarned() throws Exception {
    granting("\"openid\"");
    program.run("auth", "login").exits(0).hides("scopes");
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
    Run run = program.run("auth", "login", "--force", "--json", "--scope", "jobs").exits(0);
    assertTrue(run.saysNothing().json().get(1).path("granted_scope").isNull(), run::toString);
  }

  @Test
  void scopeThatATerminalWouldObey_isHarmless() throws Exception {
    granting("\"openid\\u001b[31m\"");
    Run run = program.run("auth", "login", "--json", "--scope", "openid").exits(0);
    run.says(WARNING + "openid\n").hides("\u001b");
    assertTrue(run.stdout().chars().allMatch(c -> c == '\n' || c >= ' '), run::toString);
  }
}
