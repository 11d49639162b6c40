package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvIT {
  @TempDir private Path dir;

  @Test
  void env_masksWhatIsSecret_andSaysWhoIsLoggedIn() throws Exception {
    try (ScriptedHub hub = new ScriptedHub()) {
      BuiltProgram program =
          new BuiltProgram(dir)
              .with("HF_ENDPOINT", hub.endpoint())
              .with("HF_TOKEN", "hf_secretsecretsecret")
              .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", "s3cr3t-of-the-client")
              .with("HTTPS_PROXY", "http://me:passw0rd@proxy.test:3128");
      Run run = program.run("env").exits(0).saysNothing();
      for (String secret : new String[] {"secretsecretsecret", "s3cr3t", "passw0rd", "me:"}) {
        assertTrue(!run.stdout().contains(secret), run::toString);
      }
      assertTrue(run.stdout().contains("HTTPS_PROXY:"), run::toString);
      JsonNode facts = program.run("env", "--json").exits(0).onlyJson();
      assertEquals("bob", facts.path("whoami").asText());
      assertEquals(hub.endpoint(), facts.path("endpoint").asText());
      assertEquals("http://***@proxy.test:3128", facts.path("HTTPS_PROXY").asText());
    }
  }

  @Test
  void nothingThatIsWrong_keepsItFromItsJob() throws Exception {
    BuiltProgram program = new BuiltProgram(dir).with("HF_ENDPOINT", "no url");
    Run run = program.run("env").exits(0);
    assertTrue(run.stdout().contains("problem:"), run::toString);
    assertTrue(run.stdout().contains("whoami:"), run::toString);
  }
}
