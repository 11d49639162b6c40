package io.github.hfdevice.doctor;

import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs every check, each on its own: one that fails, throws or hangs keeps no other from running. A
 * check that makes no sense after what was found before it is left out.
 */
public final class Doctor {
  /** How much longer than one request a check may take. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final LoginSetup setup;
  private final HubSettings settings;
  private final Consumer<Finding> findings;
  private final Duration grace;

  /**
   * @param findings gets each finding as soon as it is made, in the calling thread
   */
  public Doctor(LoginSetup setup, Consumer<Finding> findings) {
    this(setup, findings, GRACE);
  }

  Doctor(LoginSetup setup, Consumer<Finding> findings, Duration grace) {
    this.grace = grace;
    this.setup = setup;
    this.settings = new HubSettings(setup.environment());
    this.findings = findings;
  }

  /**
   * Runs the checks; blocks for at most one request's time limit and five seconds for each.
   *
   * @throws InterruptedException if the calling thread was interrupted; the check is left alone
   */
  public void examine() throws InterruptedException {
    check("java", Area.PROGRAM, Doctor::java);
    examineServer();
    examineFiles();
  }

  private void examineServer() throws InterruptedException {
    ServerChecks server = new ServerChecks(setup, settings);
    boolean sound = check("endpoint", Area.SETTINGS, server::endpoint);
    // With an endpoint or a bundle that cannot be used, a request would only fail for that again.
    sound &= check("certificates", Area.SETTINGS, server::certificates);
    sound &= check("proxy", Area.SETTINGS, server::proxy);
    if (!sound) {
      return;
    }
    check("connection", Area.SERVER, server::connection);
    if (server.reachedTls()) {
      check("tls", Area.SERVER, server::tls);
    }
    if (server.answered()) {
      check("clock", Area.SERVER, server::clock);
    }
  }

  private void examineFiles() throws InterruptedException {
    FileChecks files = new FileChecks(setup, settings);
    boolean found = check("paths", Area.FILES, files::paths);
    boolean legible =
        found
            && (!check("stored_tokens", Area.FILES, files::storedTokens)
                || check("token", Area.FILES, files::token));
    check("token_variable", Area.FILES, () -> files.tokenVariable(legible));
    if (found) {
      check("permissions", Area.FILES, files::permissions);
      check("lock", Area.FILES, files::lock);
    }
  }

  private static Finding java() {
    return Finding.ok(
        "java",
        Area.PROGRAM,
        System.getProperty("java.version")
            + " ("
            + System.getProperty("java.vendor")
            + ") in "
            + System.getProperty("java.home"));
  }

  /** Runs one check and gives whether what depends on it can work. */
  private boolean check(String name, Area area, Callable<Finding> check)
      throws InterruptedException {
    FutureTask<Finding> task = new FutureTask<>(check);
    Finding finding;
    try {
      setup.threads().newThread(task).start();
      finding = task.get(limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      finding =
          Finding.failure(
              name,
              area,
              "this check did not end within " + limit().toSeconds() + " s",
              "Look at the file system or the network that it waits for.");
    } catch (ExecutionException e) {
      finding = explain(name, e.getCause());
    }
    findings.accept(finding);
    return !finding.isFailure();
  }

  private Duration limit() {
    try {
      return settings.requestTimeout().plus(grace);
    } catch (SettingException e) {
      // The check of the connection says so.
      return grace;
    }
  }

  private Finding explain(String name, Throwable cause) {
    if (cause instanceof SettingException setting) {
      return Finding.failure(name, Area.SETTINGS, setting.getMessage(), setting.remedy());
    }
    if (cause instanceof StoreException file) {
      return Finding.failure(
          name,
          Area.FILES,
          file.problem(),
          file.remedy(setup.environment()).orElse("Look at that file."));
    }
    if (cause instanceof IOException) {
      return Finding.failure(
          name,
          Area.FILES,
          Optional.ofNullable(cause.getMessage()).orElse("a file cannot be read"),
          "Look at that file.");
    }
    return Finding.failure(
        name, Area.PROGRAM, "this check itself failed", "This is a bug of hf-device.");
  }
}
