package io.github.hfdevice.cli;

import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.terminal.Browser;
import io.github.hfdevice.terminal.CharacterSet;
import io.github.hfdevice.terminal.Clipboard;
import io.github.hfdevice.terminal.QrPicture;
import io.github.hfdevice.terminal.StyledText;
import io.github.hfdevice.terminal.Window;
import io.github.hfdevice.text.Printable;
import java.net.URI;
import java.util.Optional;

/** Brings the code and its address to the person. */
final class CodePrompt {
  private static final String WARNING = "Continue only if you started this login yourself.";

  private static final String SENT =
      "The code was sent to the clipboard; not every terminal takes it.";
  private static final String OPENED = "The address was handed to a browser.";
  private static final int ROWS_OF_COUNTDOWN = 1;

  private final Output output;
  private final Platform platform;
  private final PromptOptions options;
  private final boolean opensBrowser;

  /**
   * @param opensBrowser whether a variable asks for what {@code --web} does
   */
  CodePrompt(Output output, Platform platform, PromptOptions options, boolean opensBrowser) {
    this.output = output;
    this.platform = platform;
    this.options = options;
    this.opensBrowser = opensBrowser || options.opensBrowser();
  }

  /** Shows the code at once, and then what makes it easier to use. */
  void show(DeviceAuthorization authorization) throws InterruptedException {
    if (output.isJson()) {
      output.json(
          Output.event("device_code")
              .put("verification_uri", authorization.verificationUri().toString())
              .put(
                  "verification_uri_complete",
                  authorization.verificationUriComplete().map(Object::toString).orElse(null))
              .put("user_code", Printable.of(authorization.userCode()))
              .put("expires_in", authorization.expiresIn().toSeconds())
              .put("interval", authorization.interval().toSeconds()));
    }
    StyledText line =
        new StyledText()
            .text("Visit ")
            .link(authorization.verificationUri())
            .text(" and enter code: ")
            .strong(authorization.userCode());
    output.insist(line);
    Optional<StyledText> complete =
        authorization
            .verificationUriComplete()
            .map(uri -> new StyledText().text("Or open ").link(uri).text(" and compare the code."));
    complete.ifPresent(output::say);
    output.say(WARNING);
    if (showsQr(authorization)) {
      showQr(authorization, line.toString(), complete.map(StyledText::toString).orElse(""));
    }
    if (options.copiesCode()) {
      copy(authorization.userCode());
    }
    if (opensBrowser) {
      open(authorization);
    }
  }

  /** Without being asked for it, only where it spares typing and is seen as a picture. */
  private boolean showsQr(DeviceAuthorization authorization) {
    boolean offered =
        authorization.verificationUriComplete().isPresent()
            && output.canRedraw()
            && CharacterSet.takesUtf8(platform.environment());
    return options.showsQr() || (offered && !options.hidesQr());
  }

  private void showQr(DeviceAuthorization authorization, String... linesAbove)
      throws InterruptedException {
    Optional<Window> window = output.screen().redraws() ? Window.measure() : Optional.empty();
    if (window.isEmpty() && !options.showsQr()) {
      return;
    }
    Optional<QrPicture> picture = QrPicture.of(address(authorization).toASCIIString());
    if (window.isPresent() && picture.isPresent()) {
      picture = picture.get().fitting(window.get(), rowsTaken(window.get(), linesAbove));
    }
    if (picture.isPresent()) {
      output.picture(picture.get().lines(output.showsColours()));
    } else if (options.showsQr()) {
      output.warn("the window is too small for the QR code; enlarge it, or use the address");
    }
  }

  /** What must stay in sight with the picture. */
  private int rowsTaken(Window window, String... linesAbove) {
    int rows = ROWS_OF_COUNTDOWN + window.rowsOf(WARNING.length());
    for (String line : linesAbove) {
      rows += line.isEmpty() ? 0 : window.rowsOf(line.length());
    }
    rows += options.copiesCode() ? window.rowsOf(SENT.length()) : 0;
    return rows + (opensBrowser ? window.rowsOf(OPENED.length()) : 0);
  }

  private void copy(String userCode) {
    if (!output.screen().obeysOsc()) {
      output.warn("--clipboard needs a terminal that can copy; the code was not copied");
      return;
    }
    output.draw(Clipboard.copying(Printable.of(userCode), platform.environment()));
    output.say(SENT);
  }

  private void open(DeviceAuthorization authorization) {
    Optional<String> obstacle =
        new Browser(platform.environment(), System.getProperty("os.name"))
            .open(address(authorization));
    output.say(obstacle.map(reason -> "No browser was opened: " + reason + ".").orElse(OPENED));
  }

  /** With the code in it where the server gives that. */
  private static URI address(DeviceAuthorization authorization) {
    return authorization.verificationUriComplete().orElse(authorization.verificationUri());
  }
}
