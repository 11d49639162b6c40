package io.github.hfdevice.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page as a person meets it, in a real browser. */
@Tag("browser")
class DevicePageBrowserIT {
  /** A client id that could break a layout: long, and without a place to break the line. */
  private static final String LONG_CLIENT = "26be6b09-91c5-47da-9861-d2d2bb7a7e36".repeat(4);

  @TempDir Path profile;

  private PracticeHub hub;
  private HubClient client;
  private ChromeDriver browser;

  @BeforeEach
  void startHub() throws IOException {
    hub = PracticeHub.start(PracticeHub.Options.builder().strictPolling(false).build());
    client = new HubClient(hub.endpoint());
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.quit();
    }
    hub.close();
  }

  private void open(ChromeDriver started) {
    browser = started;
    browser.get(hub.endpoint() + "/oauth/device");
  }

  private void type(String code) {
    WebElement field = browser.findElement(By.name("user_code"));
    field.clear();
    field.sendKeys(code);
    leave(() -> field.sendKeys(Keys.ENTER));
  }

  private void choose(String decision) {
    WebElement button = browser.findElement(By.cssSelector("button[value=" + decision + "]"));
    leave(button::click);
  }

  /** Does what leads to another page, and waits for that page. */
  private void leave(Runnable action) {
    WebElement old = browser.findElement(By.tagName("main"));
    action.run();
    WebDriverWait wait = new WebDriverWait(browser, Duration.ofSeconds(20));
    wait.until(ExpectedConditions.stalenessOf(old));
    wait.until(ExpectedConditions.presenceOfElementLocated(By.tagName("main")));
  }

  private String heading() {
    return browser.findElement(By.tagName("h1")).getText();
  }

  private static String code(JsonNode device) {
    return device.get("user_code").asText();
  }

  @Test
  void typedCode_isApproved_andTheTerminalGetsItsTokens() throws IOException {
    JsonNode device = client.requestCode();
    assertEquals("400 authorization_pending", client.poll(device).error());
    open(FreshChromium.desktop(profile));
    assertEquals("user_code", browser.switchTo().activeElement().getDomAttribute("name"));

    type(code(device));
    assertEquals("Connect this device?", heading());
    choose("approve");

    assertEquals("Device connected", heading());
    String token = client.poll(device).json().get("access_token").asText();
    assertEquals("alice", client.whoami(token).json().get("name").asText());
  }

  @Test
  void lowerCaseWithoutHyphen_isUnderstood() throws IOException {
    JsonNode device = client.requestCode();
    open(FreshChromium.desktop(profile));

    type(code(device).replace("-", "").toLowerCase(Locale.ROOT));

    assertEquals("Connect this device?", heading());
    assertTrue(browser.findElement(By.className("facts")).getText().contains(code(device)));
  }

  @Test
  void wrongCode_isExplained_andCanBeMended() throws IOException {
    JsonNode device = client.requestCode();
    open(FreshChromium.desktop(profile));

    type("WRNG-0000");

    WebElement error = browser.findElement(By.id("code-error"));
    assertTrue(error.isDisplayed());
    assertEquals("No device is waiting with this code. Check it and try again.", error.getText());
    WebElement field = browser.findElement(By.name("user_code"));
    assertEquals("WRNG-0000", field.getDomProperty("value"));
    assertEquals("Error: Connect a device · Practice Hub", browser.getTitle());

    type(code(device));
    assertEquals("Connect this device?", heading());
  }

  @Test
  void denial_reachesTheTerminal() throws IOException {
    JsonNode device = client.requestCode();
    open(FreshChromium.desktop(profile));
    type(code(device));

    choose("deny");

    assertEquals("Request denied", heading());
    assertEquals("400 access_denied", client.poll(device).error());
  }

  @Test
  void phone_needsNoSidewaysScrolling_onAnyPage() throws IOException {
    JsonNode device = client.post("/oauth/device", "client_id", LONG_CLIENT).json();
    open(FreshChromium.phone(profile));
    assertFitsThePhone();
    type("A-VERY-LONG-WRONG-CODE-1234");
    assertFitsThePhone();
    type(code(device));
    assertFitsThePhone();
    choose("approve");
    assertFitsThePhone();
    assertEquals("Device connected", heading());
  }

  private void assertFitsThePhone() {
    Number width = (Number) browser.executeScript("return document.scrollingElement.scrollWidth");
    assertEquals(390, width.intValue(), browser.getTitle());
    for (WebElement control :
        browser.findElements(By.cssSelector("input:not([type=hidden]), button"))) {
      assertTrue(control.getRect().height >= 44, "too low for a thumb: " + control.getText());
      String fontSize = control.getCssValue("font-size");
      assertTrue(Double.parseDouble(fontSize.replace("px", "")) >= 16, fontSize);
    }
  }

  @Test
  void pageWorks_withoutJavaScript() throws IOException {
    JsonNode device = client.requestCode();
    ChromeDriver withoutScripts = FreshChromium.withoutScripts(profile);
    withoutScripts.get("data:text/html,<title>off</title><script>document.title='on'</script>");
    assertEquals("off", withoutScripts.getTitle());
    open(withoutScripts);

    type(code(device));
    choose("approve");

    assertEquals("Device connected", heading());
    assertEquals(200, client.poll(device).status());
  }

  @Test
  void browserFindsNothingToComplainAbout() throws IOException {
    JsonNode device = client.requestCode();
    open(FreshChromium.desktop(profile));
    type(code(device));
    choose("approve");

    assertEquals(List.of(), browser.manage().logs().get("browser").getAll());
    assertFalse(hub.requests().contains("GET /favicon.ico"));
  }
}
