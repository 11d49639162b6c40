package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Tokens of several people who gave them the same name. */
@DisabledOnOs(OS.WINDOWS)
class SameNameIT extends ScriptedHubCase {
  private static final String ALICES = "hf_alices_token";
  private static final String BOBS = "hf_bobs_token";

  @BeforeEach
  void start() throws Exception {
    token(ALICES, "alice", "laptop");
    token(BOBS, "bob", "laptop");
  }

  /** From now on the token is that person's, under that name. */
  private void token(String token, String user, String name) {
    hub.whoami(
        token,
        json(
            200,
            "{\"type\":\"user\",\"name\":\""
                + user
                + "\",\"auth\":{\"accessToken\":{\"displayName\":\""
                + name
                + "\"}}}"));
  }

  private Run paste(String token) throws Exception {
    return program.run("auth", "login", "--force", "--token", token).exits(0);
  }

  private void assertStored(String... namesAndTokens) throws Exception {
    List<String> stored = new ArrayList<>();
    for (Map.Entry<String, Map<String, String>> each : program.files().sections().entrySet()) {
      stored.add(each.getKey());
      stored.add(each.getValue().get("hf_token"));
    }
    assertEquals(List.of(namesAndTokens), stored);
  }

  @Test
  void tokenOfAnotherAccount_staysBesideTheNewOne() throws Exception {
    paste(ALICES).says("the token (laptop) is in");
    paste(BOBS).says("the token (laptop-bob) is in");
    assertStored("laptop", ALICES, "laptop-bob", BOBS);
    assertEquals(BOBS, program.files().activeToken());
    program.run("auth", "switch", "laptop").exits(0);
    program.run("auth", "token").exits(0).prints(ALICES + "\n");
  }

  @Test
  void deviceLogin_takesNobodysPlaceEither_andTellsTheName() throws Exception {
    token(ScriptedHub.ACCESS_TOKEN, "carol", "laptop");
    paste(ALICES);
    Run run = program.run("auth", "login", "--force", "--json").exits(0);
    assertEquals("laptop-carol", run.json().get(1).path("token_name").asText());
    assertStored("laptop", ALICES, "laptop-carol", ScriptedHub.ACCESS_TOKEN);
  }

  @Test
  void threePeople_eachReplaceTheirOwn() throws Exception {
    token("hf_carols", "carol", "laptop");
    token("hf_bobs_next", "bob", "laptop");
    token("hf_alices_next", "alice", "laptop");
    for (String token : List.of(ALICES, BOBS, "hf_carols", "hf_bobs_next", "hf_alices_next")) {
      paste(token).hides("Warning");
    }
    assertStored(
        "laptop", "hf_alices_next", "laptop-bob", "hf_bobs_next", "laptop-carol", "hf_carols");
  }

  @Test
  void nameWithTheAccountBehindIt_isNotTakenFromAThirdOne() throws Exception {
    token("hf_zoes", "zoe", "laptop-bob");
    paste(ALICES);
    paste("hf_zoes");
    paste(BOBS).says("the token (laptop-2-bob) is in");
    paste(BOBS).says("the token (laptop-2-bob) is in");
    assertStored("laptop", ALICES, "laptop-2-bob", BOBS, "laptop-bob", "hf_zoes");
  }

  @Test
  void blanksAroundAName_makeNoOther_andUpperCaseDoes() throws Exception {
    paste(ALICES);
    token(BOBS, "bob", " laptop ");
    paste(BOBS).says("(laptop-bob)");
    token("hf_carols", "carol", "Laptop");
    paste("hf_carols").says("(Laptop)");
    assertStored("Laptop", "hf_carols", "laptop", ALICES, "laptop-bob", BOBS);
  }

  @Test
  void longestName_isCut_soThatTheAccountStays() throws Exception {
    String longest = "x".repeat(256);
    token(ALICES, "alice", longest);
    token(BOBS, "bob", longest);
    paste(ALICES);
    paste(BOBS);
    assertStored("x".repeat(252) + "-bob", BOBS, longest, ALICES);
  }

  @Test
  void tokenWhoseAccountNobodyTells_isReplaced_withAWord() throws Exception {
    paste(ALICES);
    for (int status : List.of(401, 500)) {
      hub.whoami(ALICES, json(status, "{}"));
      program.loggedIn(ALICES, "[laptop]\nhf_token = " + ALICES + "\n\n");
      paste(BOBS).says("Warning: the token that was stored as laptop is replaced");
    }
    assertStored("laptop", BOBS);
  }

  @Test
  void nameThatAPersonChooses_isTheirs() throws Exception {
    paste(ALICES);
    program
        .run("auth", "login", "--force", "--token", BOBS, "--store-as", "laptop")
        .exits(0)
        .says("(laptop)");
    assertStored("laptop", BOBS);
  }
}
