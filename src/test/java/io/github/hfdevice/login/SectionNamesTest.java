package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.hub.TokenOwner;
import io.github.hfdevice.store.PendingLogin;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SectionNamesTest extends LoginFixture {
  private static final URI ELSEWHERE = URI.create("https://elsewhere.test:8443");
  private static final TokenOwner BOB =
      new TokenOwner("oauth-bob", Optional.of("bob"), Optional.empty());
  private static final TokenOwner LAPTOP =
      new TokenOwner("laptop", Optional.of("bob"), Optional.empty());

  private SectionNames chooser() {
    return new SectionNames(hub.servers(), store, clocks, warnings::add);
  }

  private String choose(URI endpoint, PendingLogin.Wishes wishes) throws Exception {
    return chooser().choose(BOB, hub.servers().hub(endpoint), wishes);
  }

  private String choose(URI endpoint) throws Exception {
    return choose(endpoint, PendingLogin.Wishes.NONE);
  }

  @Test
  void serverOfTheVariables_getsTheNameThatHfGives_alsoForTheNextToken() throws Exception {
    assertEquals("oauth-bob", choose(hub.endpoint()));
    saveActive("oauth-bob", "hf_old");
    assertEquals("oauth-bob", choose(hub.endpoint()));
    assertEquals(List.of(), warnings);
  }

  @Test
  void anotherServer_hasItsHostPortAndPathBehindTheName() throws Exception {
    assertEquals("oauth-bob@elsewhere.test:8443", choose(ELSEWHERE));
    assertEquals("oauth-bob@elsewhere.test:8443/a", choose(URI.create(ELSEWHERE + "/a")));
  }

  @Test
  void sectionOfAnotherServer_isNeverReplaced() throws Exception {
    saveOf(THE_HUB, "oauth-bob", "hf_1");
    String there = "oauth-bob@" + hub.endpoint().getRawAuthority();
    assertEquals(there, choose(hub.endpoint()));
    saveOf(THE_HUB, there, "hf_2");
    assertEquals(there + "-2", choose(hub.endpoint()));
    saveOf(THE_HUB, there + "-2", "hf_3");
    assertEquals(there + "-3", choose(hub.endpoint()));
    saveOf(hub.endpoint(), there + "-3", "hf_4");
    assertEquals(there + "-3", choose(hub.endpoint()));
    assertEquals(List.of(), warnings);
  }

  @Test
  void issuersOfOneHost_areTwoServers() throws Exception {
    URI other = URI.create(hub.endpoint() + "/tenant");
    saveOf(other, "oauth-bob", "hf_1");
    assertEquals("oauth-bob@" + hub.endpoint().getRawAuthority(), choose(hub.endpoint()));
  }

  @Test
  void sectionOfAServerThatCannotBeRead_isNotReplaced() throws Exception {
    saveOfNobody("oauth-bob", "hf_1");
    assertEquals("oauth-bob@" + hub.endpoint().getRawAuthority(), choose(hub.endpoint()));
  }

  @Test
  void wishedName_isGiven_whateverServerItIs() throws Exception {
    assertEquals("mine", choose(ELSEWHERE, wishes(Optional.of("mine"), false)));
    assertEquals("a-b", choose(ELSEWHERE, wishes(Optional.of(" a\nb "), false)));
    assertEquals(List.of(), warnings);
  }

  @Test
  void wishedNameThatWasTakenMeanwhile_isWarnedOf() throws Exception {
    saveOf(THE_HUB, "mine", "hf_1");
    assertEquals("mine@elsewhere.test:8443", choose(ELSEWHERE, wishes(Optional.of("mine"), false)));
    assertEquals(
        List.of(
            "the name mine was taken meanwhile; the token is stored as mine@elsewhere.test:8443"),
        warnings);
  }

  @Test
  void wishedName_isRefused_whereItIsThatOfAnotherServersToken() throws Exception {
    saveOf(THE_HUB, "a-b", "hf_1");
    LoginException taken =
        assertThrows(LoginException.class, () -> chooser().require(" a\nb", hub.endpoint()));
    assertEquals(LoginException.Reason.NAME_TAKEN, taken.reason());
    assertEquals(LoginException.Remedy.NONE, taken.remedy());
    assertEquals(
        "the name a-b is that of a token of https://huggingface.co; choose another",
        taken.getMessage());
    chooser().require("a-b", THE_HUB);
    chooser().require("free", hub.endpoint());
  }

  @Test
  void wishedName_isRefused_whereNobodyKnowsTheServerOfItsToken() {
    saveOfNobody("mine", "hf_1");
    LoginException taken =
        assertThrows(LoginException.class, () -> chooser().require("mine", hub.endpoint()));
    assertEquals(
        "the name mine is that of a token of another server; choose another", taken.getMessage());
  }

  private String chooseAfterAsking(TokenOwner owner, PendingLogin.Wishes wishes, String token)
      throws Exception {
    SectionNames names = chooser();
    names.requestTaken(owner, server(), wishes, granted(token));
    return names.choose(owner, server(), wishes);
  }

  private String chooseAfterAsking(TokenOwner owner) throws Exception {
    return chooseAfterAsking(owner, PendingLogin.Wishes.NONE, "hf_new");
  }

  @Test
  void tokenNameOfAnotherAccount_getsTheAccountBehindIt() throws Exception {
    hub.answer(WHOAMI, 200, "{\"name\":\"carol\"}");
    saveActive("laptop", "hf_carols");
    assertEquals("laptop-bob", chooseAfterAsking(LAPTOP));
    assertEquals("Bearer hf_carols", hub.requests(WHOAMI).get(0).authorization());
    assertEquals(List.of(), warnings);
  }

  @Test
  void nameWithTheAccountBehindIt_isNotTakenFromAnotherAccountEither() throws Exception {
    hub.answer(WHOAMI, 200, "{\"name\":\"carol\"}");
    saveActive("laptop", "hf_carols");
    saveActive("laptop-bob", "hf_carols_too");
    assertEquals("laptop-2-bob", chooseAfterAsking(LAPTOP));
    saveActive("laptop-2-bob", "hf_new");
    assertEquals("laptop-2-bob", chooseAfterAsking(LAPTOP));
    assertEquals(List.of(), warnings);
  }

  @Test
  void longNameOfAnotherAccount_isCut_andNotTheAccountBehindIt() throws Exception {
    hub.answer(WHOAMI, 200, "{\"name\":\"carol\"}");
    String longest = "x".repeat(256);
    saveActive(longest, "hf_carols");
    TokenOwner owner = new TokenOwner(longest, Optional.of("bob"), Optional.empty());
    assertEquals("x".repeat(252) + "-bob", chooseAfterAsking(owner));
    String there = "@elsewhere.test:8443";
    assertEquals(
        "x".repeat(256 - there.length()) + there,
        chooser().choose(owner, hub.servers().hub(ELSEWHERE), PendingLogin.Wishes.NONE));
  }

  @Test
  @Timeout(20)
  void longNamesOfManyAccounts_atAnotherServer_stayApart() throws Exception {
    URI tenant = URI.create(hub.endpoint() + "/" + "t".repeat(300));
    String longest = "x".repeat(256);
    for (URI endpoint : List.of(hub.endpoint(), tenant)) {
      Set<String> names = new HashSet<>();
      for (String user : List.of("bob", "u".repeat(250), "u".repeat(250) + "v")) {
        SectionNames chooser = chooser();
        TokenOwner owner = new TokenOwner(longest, Optional.of(user), Optional.empty());
        hub.answer(WHOAMI, 200, "{\"name\":\"carol\"}");
        hub.answer("/" + "t".repeat(300) + WHOAMI, 200, "{\"name\":\"carol\"}");
        Server server = hub.servers().hub(endpoint);
        chooser.requestTaken(owner, server, PendingLogin.Wishes.NONE, granted("hf_new"));
        String name = chooser.choose(owner, server, PendingLogin.Wishes.NONE);
        assertTrue(names.add(name), name);
        saveOf(endpoint, name, "hf_" + names.size());
      }
    }
  }

  @Test
  void tokenNameOfTheSameAccount_isReplaced() throws Exception {
    saveActive("laptop", "hf_bobs");
    assertEquals("laptop", chooseAfterAsking(LAPTOP));
    assertEquals(List.of(WHOAMI), hub.requests());
    assertEquals(List.of(), warnings);
  }

  @Test
  void tokenWhoseAccountCannotBeTold_isReplaced_withAWarning() throws Exception {
    hub.answer(WHOAMI, 401, "");
    saveActive("laptop", "hf_dead");
    assertEquals("laptop", chooseAfterAsking(LAPTOP));
    assertEquals(List.of("the token that was stored as laptop is replaced"), warnings);
  }

  @Test
  void nobodyIsAsked_whereTheAnswerWouldChangeNothing() throws Exception {
    hub.answer(WHOAMI, 200, "{\"name\":\"carol\"}");
    assertEquals("laptop", chooseAfterAsking(LAPTOP));
    saveActive("laptop", "hf_a");
    saveActive("oauth-bob", "hf_b");
    saveActive("mine", "hf_c");
    assertEquals("oauth-bob", chooseAfterAsking(BOB));
    assertEquals(
        "laptop", chooseAfterAsking(new TokenOwner("laptop", Optional.empty(), Optional.empty())));
    assertEquals("laptop", chooseAfterAsking(LAPTOP, PendingLogin.Wishes.NONE, "hf_a"));
    assertEquals("mine", chooseAfterAsking(LAPTOP, wishes(Optional.of("mine"), false), "hf_new"));
    assertEquals(List.of(), hub.requests());
  }
}
