package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Alice with a browser: fills the forms of Keycloak's pages in and follows where they lead. */
final class Person {
  private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

  private final HttpClient http = HttpClient.newHttpClient();

  /** Without their attributes: the pages come over plain http, and ask for https. */
  private final Map<String, String> cookies = new LinkedHashMap<>();

  private URI address;
  private String page;

  /** Opens the address with the code in it, logs in, and says yes. */
  static void approves(String verificationUri) throws IOException, InterruptedException {
    Person person = new Person();
    person.logsIn(verificationUri);
    person.submits("accept", "Yes");
    assertTrue(person.page.contains("Device Login Successful"), person.page);
  }

  /** Opens the address with the code in it, logs in, and says no. */
  static void denies(String verificationUri) throws IOException, InterruptedException {
    Person person = new Person();
    person.logsIn(verificationUri);
    person.submits("cancel", "No");
    assertTrue(person.page.contains("Consent denied"), person.page);
  }

  private void logsIn(String verificationUri) throws IOException, InterruptedException {
    opens(HttpRequest.newBuilder(URI.create(verificationUri)));
    submits("username", "alice", "password", "password-of-alice");
    assertTrue(page.contains("name=\"accept\""), page);
  }

  private void submits(String... fields) throws IOException, InterruptedException {
    Matcher action = FORM.matcher(page);
    if (!action.find()) {
      fail("no form: " + page);
    }
    StringJoiner form = new StringJoiner("&");
    Matcher hidden = HIDDEN.matcher(page);
    while (hidden.find()) {
      form.add(encoded(hidden.group(1)) + "=" + encoded(hidden.group(2)));
    }
    for (int i = 0; i < fields.length; i += 2) {
      form.add(encoded(fields[i]) + "=" + encoded(fields[i + 1]));
    }
    URI target = address.resolve(action.group(1).replace("&amp;", "&"));
    opens(
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void opens(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest.Builder next = request;
    while (true) {
      if (!cookies.isEmpty()) {
        StringJoiner kept = new StringJoiner("; ");
        cookies.forEach((name, value) -> kept.add(name + "=" + value));
        next.header("Cookie", kept.toString());
      }
      HttpResponse<String> reply = http.send(next.build(), HttpResponse.BodyHandlers.ofString());
      address = reply.uri();
      page = reply.body();
      for (String cookie : reply.headers().allValues("Set-Cookie")) {
        String pair = cookie.split(";", 2)[0];
        cookies.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
      }
      if (reply.statusCode() / 100 != 3) {
        return;
      }
      String location = reply.headers().firstValue("Location").orElseThrow();
      next = HttpRequest.newBuilder(address.resolve(location));
    }
  }
}
