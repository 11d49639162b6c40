package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.doctor.Area;
import io.github.hfdevice.doctor.Doctor;
import io.github.hfdevice.doctor.Finding;
import io.github.hfdevice.doctor.LoginSetup;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.text.Printable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code doctor}: checks what a login depends on. */
final class DoctorCommand extends Command {
  private final OptionSpec endpoint = Options.text("URL", "The Hub (HF_ENDPOINT)", "--endpoint");

  DoctorCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "doctor",
        "Check what a login depends on: network, settings and files.",
        "hf-device doctor",
        endpoint);
  }

  @Override
  ExitCode run() throws Failure, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    List<Finding> findings = new ArrayList<>();
    LoginSetup setup =
        new LoginSetup(
            platform().environment(),
            platform().home(),
            Options.value(endpoint),
            platform().wallClock(),
            platform().threads(),
            hub -> transport(services, hub));
    Consumer<Finding> listener =
        finding -> {
          findings.add(finding);
          show(finding);
        };
    new Doctor(setup, listener).examine();
    new OwnerCheck(platform(), services)
        .examine(Options.value(endpoint), findings)
        .ifPresent(listener);
    List<Finding> failures =
        findings.stream().filter(finding -> finding.status() == Finding.Status.FAILURE).toList();
    if (output().isJson()) {
      output().json(object(findings, failures.isEmpty()));
    }
    if (failures.isEmpty()) {
      return ExitCode.OK;
    }
    ExitCode exitCode = exitCode(failures.get(0).area());
    if (!output().isJson()) {
      throw new Failure(
          exitCode,
          failures.size() + " of " + findings.size() + " checks failed",
          output().format() == Format.QUIET
              ? "Run it without --quiet to see which."
              : "Mend the first of them, and run it again.");
    }
    return exitCode;
  }

  private static HttpTransport transport(Services services, URI hub) {
    try {
      return services.servers().network().to(hub, "doctor");
    } catch (LoginException e) {
      throw new IllegalStateException("the network is forbidden, and was asked for", e);
    }
  }

  private static ExitCode exitCode(Area area) {
    return switch (area) {
      case SETTINGS -> ExitCode.USAGE;
      case SERVER -> ExitCode.UNREACHABLE;
      case TOKEN -> ExitCode.REFUSED;
      case FILES -> ExitCode.FILE;
      case PROGRAM -> ExitCode.BUG;
    };
  }

  private void show(Finding finding) {
    if (output().isJson() || output().format() == Format.QUIET) {
      return;
    }
    String status = status(finding);
    output()
        .data(
            status
                + " ".repeat(9 - status.length())
                + finding.name()
                + ": "
                + Printable.of(finding.message()));
    finding.fix().ifPresent(fix -> output().data(" ".repeat(9) + Printable.of(fix)));
  }

  private static String status(Finding finding) {
    return finding.status().name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode object(List<Finding> findings, boolean ok) {
    ObjectNode object = Output.object();
    ArrayNode checks = object.putArray("checks");
    for (Finding finding : findings) {
      Optional<String> fix = finding.fix();
      checks
          .addObject()
          .put("name", finding.name())
          .put("status", status(finding))
          .put("message", Printable.of(finding.message()))
          .put("fix", fix.map(Printable::of).orElse(null));
    }
    return object.put("ok", ok);
  }
}
