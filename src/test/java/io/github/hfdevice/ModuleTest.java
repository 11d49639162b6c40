package io.github.hfdevice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.hfdevice.demo.PracticeHub;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The module that a program requires, seen by one that does. */
class ModuleTest {
  private static final String MODULE = "io.github.hfdevice";
  private static final String CONSUMER =
      """
      package consumer;

      import io.github.hfdevice.DeviceLogin;
      import io.github.hfdevice.HubTokens;
      import io.github.hfdevice.StoredLogin;
      import io.github.hfdevice.login.LoginException;
      import io.github.hfdevice.time.WaitClock;
      import java.net.URI;
      import java.nio.file.Path;
      import java.time.Duration;

      public class Consumer implements WaitClock {
        public static void main(String[] args) throws Exception {
          DeviceLogin login =
              DeviceLogin.builder()
                  .endpoint(URI.create(args[0]))
                  .tokenFile(Path.of(args[1]))
                  .waitClock(new Consumer())
                  .build();
          HubTokens tokens = login.tokens();
          try {
            tokens.accessToken();
          } catch (LoginException e) {
            System.out.println(e.reason());
          }
          StoredLogin stored = login.login(prompt -> System.out.println(prompt.userCode().length()));
          System.out.println(tokens.accessToken().equals(stored.accessToken()));
          System.out.println(tokens.whoami().user() + " in " + Consumer.class.getModule());
        }

        @Override
        public Duration elapsed() {
          return Duration.ZERO;
        }

        @Override
        public void sleep(Duration duration) {}
      }
      """;

  @TempDir private Path dir;
  private List<Path> modulePath;

  @BeforeEach
  void findModules() throws URISyntaxException {
    modulePath = new ArrayList<>();
    for (Class<?> ofModule :
        List.of(
            DeviceLogin.class,
            JsonNode.class,
            JsonFactory.class,
            JsonInclude.class,
            LoggerFactory.class)) {
      modulePath.add(Path.of(ofModule.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
  }

  private ModuleDescriptor module() {
    return ModuleFinder.of(modulePath.get(0)).find(MODULE).orElseThrow().descriptor();
  }

  @Test
  void exports_areWhatTheLibraryShows() {
    assertEquals(
        Set.of("", ".http", ".hub", ".login", ".oauth", ".setting", ".store", ".time"),
        module().exports().stream()
            .filter(export -> !export.isQualified())
            .map(export -> export.source().substring(MODULE.length()))
            .collect(Collectors.toSet()));
  }

  @Test
  void whatTheCommandLineAloneNeeds_isRequiredOfNobody() {
    assertEquals(
        Set.of("java.base", "com.fasterxml.jackson.databind", "org.slf4j"),
        module().requires().stream()
            .filter(required -> !required.modifiers().contains(Modifier.STATIC))
            .map(ModuleDescriptor.Requires::name)
            .collect(Collectors.toSet()));
  }

  @Test
  void consumer_compiles_andLogsIn_withoutPicocliAndQrCodes() throws Exception {
    assertEquals("", compile(CONSUMER));
    try (PracticeHub hub =
        PracticeHub.start(
            PracticeHub.Options.builder()
                .strictPolling(false)
                .autoApprove(Duration.ofMillis(1))
                .build())) {
      assertEquals(
          List.of("NOT_LOGGED_IN", "9", "true", "alice in module consumer"),
          run(hub.endpoint().toString()));
    }
    assertTrue(Files.exists(dir.resolve("token")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cli.Cli",
        "demo.PracticeHub",
        "doctor.Doctor",
        "git.Git",
        "terminal.Screen",
        "text.Printable"
      })
  void consumer_cannotSeeWhatIsNotTheLibrarys(String name) throws Exception {
    String complaint =
        compile("package consumer;\nclass Consumer { " + MODULE + "." + name + " x; }\n");
    assertTrue(complaint.contains("is not visible"), complaint);
  }

  /** Compiles a module of one class; gives what the compiler says of it. */
  private String compile(String source) throws IOException {
    Path sources = Files.createDirectories(dir.resolve("sources/consumer"));
    Path descriptor =
        Files.writeString(
            sources.resolveSibling("module-info.java"),
            "module consumer {\n  requires " + MODULE + ";\n}\n");
    Path program = Files.writeString(sources.resolve("Consumer.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      List<String> options =
          List.of(
              "--release=17",
              "-Xlint:all",
              "-proc:none",
              "-d",
              classes().toString(),
              "--module-path",
              path(modulePath));
      compiler
          .getTask(said, files, null, options, null, files.getJavaFileObjects(descriptor, program))
          .call();
    }
    return said.toString();
  }

  private Path classes() {
    return dir.resolve("classes");
  }

  private static String path(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private List<String> run(String endpoint) throws Exception {
    List<Path> modules = new ArrayList<>(modulePath);
    modules.add(classes());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                path(modules),
                "--module",
                "consumer/consumer.Consumer",
                endpoint,
                dir.resolve("token").toString())
            .redirectErrorStream(true)
            .start();
    try (Stream<String> lines = process.inputReader(UTF_8).lines()) {
      return lines.toList();
    }
  }
}
